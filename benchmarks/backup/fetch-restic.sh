#!/bin/sh
# Lays restic beside the benchmark: the package of the Debian release after this one, unpacked and not installed, or this
# release's when that cannot be had. Prints the path of the binary.
#
#   fetch-restic.sh FOLDER
set -eu
folder=$1
binary=$folder/usr/bin/restic
[ -x "$binary" ] || {
    command -v apt-get >/dev/null || { echo "fetch-restic: apt-get is missing; put a restic binary at $binary" >&2; exit 1; }
    mkdir -p "$folder/apt/lists/partial" "$folder/apt/cache/archives/partial" "$folder/package"
    # Where this machine's own packages come from, with the next release's name.
    # shellcheck disable=SC2016 # apt-get fills these in
    mirror=$(apt-get indextargets --format '$(REPO_URI) $(RELEASE)' 'Created-By: Packages' |
        sed -n 's/ \(bookworm\|stable\|oldstable\)$//p' | head -n 1)
    for release in trixie bookworm; do
        echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] ${mirror%/} $release main" >"$folder/apt/sources.list"
        set -- -o "Dir::Etc::sourcelist=$folder/apt/sources.list" -o Dir::Etc::sourceparts=- \
            -o "Dir::State::lists=$folder/apt/lists" -o "Dir::Cache=$folder/apt/cache" -o APT::Sandbox::User=root
        if apt-get "$@" update >"$folder/apt/log" 2>&1 &&
            (cd "$folder/package" && apt-get "$@" download restic >>"$folder/apt/log" 2>&1); then
            dpkg-deb -x "$folder"/package/restic_*.deb "$folder"
            break
        fi
    done
    [ -x "$binary" ] || { tail -n 5 "$folder/apt/log" >&2; echo "fetch-restic: no package of restic can be had" >&2; exit 1; }
}
echo "$binary"
