package cloud.dumont.e2e;

/** Shell lines that make a folder with everything a file system can hold, and that tell whether two are equal. */
final class Trees {
    static final String MAKE = "set -e; mkdir -p /root/work/deep/a/b/c && cd /root/work"
            + " && for i in $(seq 1 300); do echo \"file $i\" > deep/f$i; done"
            + " && head -c 30000000 /dev/urandom > checkpoint.bin && head -c 500000 /dev/zero > zeros"
            + " && truncate -s 200M sparse && printf x | dd of=sparse bs=1 seek=100000000 conv=notrunc 2>/dev/null"
            + " && ln -s deep/f1 link && ln -s /nowhere dangling && ln checkpoint.bin deep/hard"
            + " && touch \"$(printf 'odd\\tname\\nline')\" \"$(printf 'latin\\351')\" ' leading' && mkdir empty"
            + " && echo secret > locked && chmod 0400 locked && chown 1234:5678 deep/f2 && chmod 4755 deep/f3"
            + " && touch -d '2001-02-03 04:05:06.789' deep/f4 && mkfifo pipe && chmod 1777 empty && echo made";

    /** One line: names, types, modes, owners, times, link targets, and contents. */
    static final String HASH = "cd /root/work && { find . -printf '%P|%y|%m|%U|%G|%T@|%l|%n\\0' | sort -z"
            + "; find . -type f -print0 | sort -z | xargs -0 sha256sum; } | sha256sum; du -s --apparent-size sparse";

    private Trees() {}
}
