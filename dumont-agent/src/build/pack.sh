#!/bin/sh
# Packs the agent: a Java runtime of only the modules it needs, one jar, its scripts. The same input gives the same
# bytes, so that the checksum pinned in a launch stays true: sorted names, one date, no owner.
#
#   pack.sh JDK CLASSPATH SOURCES TARGET     CLASSPATH: target/classes first, then the jars it runs with
set -eu
export LC_ALL=C TZ=UTC
umask 022
jdk=$1 classpath=$2 sources=$3 target=$4
name=dumont-agent-linux-x86_64.tar.gz
date=1980-01-01T00:00:02Z

case $(uname -s)/$(uname -m) in
    Linux/x86_64) ;;
    *)
        echo "pack.sh: the archive for Linux on x86-64 is packed there only; nothing is packed here" >&2
        exit 0
        ;;
esac
command -v gzip >/dev/null || { echo "pack.sh: gzip is missing" >&2; exit 1; }

# The runtime depends on the JDK alone and takes longest.
runtime=$target/runtime-$(sed -n 's/^JAVA_RUNTIME_VERSION="\(.*\)"/\1/p' "$jdk/release" | tr -c 'A-Za-z0-9.\n' _)
if [ ! -d "$runtime" ]; then
    rm -rf "$runtime.new"
    # Not compressed class by class: the archive around it is smaller that way.
    "$jdk/bin/jlink" --add-modules java.base,java.net.http --strip-debug --compress zip-0 \
        --no-header-files --no-man-pages --output "$runtime.new"
    # The names of the virtual machine's inner functions are for debuggers alone.
    if command -v strip >/dev/null; then
        strip --strip-unneeded "$runtime.new/lib/server/libjvm.so"
    fi
    rm -f "$runtime.new/lib/classlist" "$runtime.new/lib/jrt-fs.jar" "$runtime.new/bin/keytool"
    mv "$runtime.new" "$runtime"
fi

work=$target/pack
rm -rf "$work"
mkdir -p "$work/classes" "$work/dumont-agent/bin" "$work/dumont-agent/lib"
old_ifs=$IFS
IFS=:
for entry in $classpath; do
    if [ -d "$entry" ]; then
        cp -R "$entry/." "$work/classes/"
    elif [ -f "$entry" ]; then
        (cd "$work/classes" && "$jdk/bin/jar" --extract --file "$entry")
    fi
done
IFS=$old_ifs
# Jackson names these interfaces even where nobody uses XML; taking them alone spares the whole module java.xml.
"$jdk/bin/jimage" extract --dir "$work/dom" --include 'regex:/java.xml/org/w3c/dom/[A-Za-z]+\.class' "$jdk/lib/modules"
cp -R "$work/dom/java.xml/org" "$work/classes/"
rm -rf "$work/classes/META-INF" "$work/classes/module-info.class"
# Of zstd's libraries only that of this system; the launcher says where it lies, so nothing is unpacked at run time.
mv "$work/classes/linux/amd64/"libzstd-jni-*.so "$work/dumont-agent/lib/libzstd-jni.so"
for system in aix darwin freebsd linux win; do
    rm -rf "$work/classes/$system"
done
(cd "$work/classes" && find . -type f | sed 's|^\./||' | sort >"../names" &&
    "$jdk/bin/jar" --create --no-compress --no-manifest --date "$date" --file ../dumont-agent/lib/dumont-agent.jar "@../names")

cp "$sources/src/dist/bin/"* "$work/dumont-agent/bin/"
cp -R "$runtime" "$work/dumont-agent/runtime"
chmod -R u+w,go-w,a+rX "$work/dumont-agent"
chmod 0755 "$work/dumont-agent/bin/"*

dist=$target/agent-dist
mkdir -p "$dist"
(cd "$work" && find dumont-agent | sort | tar -cf - --no-recursion --files-from=- --format=ustar \
    --mtime="$date" --owner=0 --group=0 --numeric-owner) | gzip -9 -n >"$dist/$name.new"
mv "$dist/$name.new" "$dist/$name"
(cd "$dist" && sha256sum "$name" >"$name.sha256")
cp "$sources/src/main/sh/bootstrap.sh" "$dist/bootstrap.sh"
chmod 0755 "$dist/bootstrap.sh"
rm -rf "$work"
echo "agent archive: $(wc -c <"$dist/$name") bytes, $(cut -c 1-12 "$dist/$name.sha256")"
