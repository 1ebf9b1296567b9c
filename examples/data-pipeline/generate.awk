# Prints made-up orders, the same on every machine: awk's own rand() differs from one awk to the next.
# Usage: awk -v rows=N -f generate.awk

function random(n) { # a whole number from 0 to n - 1
  seed = (seed * 16807) % 2147483647
  return int(seed / 2147483647 * n)
}

BEGIN {
  seed = 20261129
  countries = split("AT BE CH CZ DE DK ES FI FR IT NL PL SE UK", country, " ")
  products = split("lamp chair table shelf carpet mirror", product, " ")
  print "order,date,country,product,quantity,price"
  for (i = 1; i <= rows; i++) {
    quantity = random(1000) == 0 ? "" : 1 + random(5)
    printf "%d,2026-%02d-%02d,%s,%s,%s,%d.%02d\n", i, 1 + random(12), 1 + random(28),
      country[1 + random(countries)], product[1 + random(products)], quantity, 5 + random(300), random(100)
  }
}
