# Writes each order into the file of its country, work/shards/COUNTRY.csv. What is no code of a country goes into
# other.csv: it must not become the name of a file.

BEGIN { FS = "," }

NR > 1 {
  shard = $3 ~ /^[A-Z][A-Z]$/ ? $3 : "other"
  print > ("work/shards/" shard ".csv")
  found = 1
}

END {
  if (!found) {
    print "there are no orders in " FILENAME
    exit 1
  }
}
