# Adds up the orders of a country: a line COUNTRY,MONTH,ORDERS,REVENUE for each month, in any order.
# Orders that make no sense go into another file, which is not there if all do.
# Usage: awk -v country=XX -v rejected=FILE -f sales.awk ORDERS

BEGIN { FS = "," }

$2 !~ /^[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]$/ || $5 !~ /^[1-9][0-9]*$/ || $6 !~ /^[0-9]+\.[0-9][0-9]$/ {
  print > rejected
  next
}

{
  month = substr($2, 1, 7)
  orders[month]++
  cents[month] += $5 * int($6 * 100 + 0.5)
}

END {
  for (month in orders)
    printf "%s,%s,%d,%.2f\n", country, month, orders[month], cents[month] / 100
}
