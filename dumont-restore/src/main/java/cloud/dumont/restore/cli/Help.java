package cloud.dumont.restore.cli;

/** What the program says about itself. */
final class Help {
    static final String TEXT = """
            dumont-restore: reads a machine's backup with a key and nothing else of Dumont Cloud.

              java -jar dumont-restore.jar COMMAND [options] [PATH...]

            Commands
              versions              the versions that are there, newest first (--all: more than fifty)
              unmerged              changes of a replaced machine that no version contains
              ls [PATH]             what is in a directory
              cat PATH              a file's bytes
              restore --to DIR [PATH...]
                                    files into a new or empty directory
              tar [-o FILE] [--gzip] [PATH...]
                                    files as a tar archive, to standard output without -o
              verify [--sample 5%] [--seed N]
                                    reads everything that the version needs, or a share, and names what is damaged

            Where the backup is
              --dir DIR             a directory that holds the bucket's objects
              --endpoint URL --bucket NAME [--region R]
                                    an S3 store; AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and, for temporary keys,
                                    AWS_SESSION_TOKEN are taken from the environment
              --prefix P            where the machine's objects begin, like u/USER/i/MACHINE/
              --parallel N          requests at once (16)

            The key, one of
              --key-file FILE       the machine's key: 32 bytes in base64
              --passphrase-file F   your passphrase, for a backup with keys/passphrase
              --kek-file FILE       the platform's key, 32 bytes in base64, for keys/platform

            Which version
              --at NUMBER           that version
              --at TIME             the newest up to a time of the machine's clock: 2026-03-01T14:05, or with a Z for UTC
              --at EPOCH/NUMBER     an unmerged one
              --newest              of files that never held still while they were saved, the newest content instead of
                                    the last whole one

            Paths are relative to the machine's /. Names print with \\xHH for bytes that are no text, and are taken so.

            Restoring to a directory sets owners only as root. On Linux it is faithful in names, times, attributes,
            holes, hard links and device nodes; on other systems names that are not valid text are left out. The fully
            faithful way everywhere, and for very deep paths:
              java -jar dumont-restore.jar tar ... | tar -x --xattrs --xattrs-include='*' -p --numeric-owner -C DIR

            Exit codes: 0 all is whole, 1 wrong usage, 2 something is damaged or was left out, 3 it cannot be opened.
            """;

    private Help() {}
}
