#!/bin/sh
# The engine and restic save the same changing tree, restore it, and both must bring back the source: bytes and metadata.
# Called by ./dumont bench backup-differential [--rounds N] [--seed N]; needs root.
set -eu
cd "$(dirname "$0")/../.."
rounds=5
seed=$(date +%s)
while [ $# -gt 0 ]; do
    case $1 in
        --rounds) rounds=$2 ;;
        --seed) seed=$2 ;;
        *) echo "differential: there is no option $1" >&2; exit 2 ;;
    esac
    shift 2
done
folder=.dumont/differential
trap 'rm -rf "$folder"' EXIT INT TERM
rm -rf "$folder"
mkdir -p "$folder"
restic=$(benchmarks/backup/fetch-restic.sh .dumont/bench-tools)
echo "$("$restic" version), seed $seed, $rounds rounds"
# The engine tells its commits as lines of JSON; they are for who drives it.
status=0
"${JAVA_HOME:+$JAVA_HOME/bin/}java" --enable-native-access=ALL-UNNAMED \
    -cp "$(echo benchmarks/backup/target/benchmark-backup-*.jar):benchmarks/backup/target/lib/*" \
    cloud.dumont.benchmark.backup.Differential "$folder" "$restic" "$seed" "$rounds" >"$folder/said" || status=$?
grep -v '^{' "$folder/said"
exit "$status"
