package cloud.dumont.restore.verify;

import cloud.dumont.restore.record.Piece;
import java.util.Arrays;

/** The different pieces of one container that somebody needs: sixteen bytes of memory for each. */
final class PieceSet {
    private static final int LENGTH_BITS = 24;

    private long[] places = new long[4];
    private long[] prefixes = new long[4];
    private int count;
    private int sorted;

    static long place(long offset, int length) {
        return offset << LENGTH_BITS | length;
    }

    private static int length(long place) {
        return (int) (place & ((1 << LENGTH_BITS) - 1));
    }

    void add(Piece piece) {
        if (count == places.length) {
            normalise();
            if (count > places.length / 2) {
                places = Arrays.copyOf(places, count * 2);
                prefixes = Arrays.copyOf(prefixes, count * 2);
            }
        }
        places[count] = place(piece.offset(), piece.size());
        prefixes[count] = piece.id().prefix();
        count++;
    }

    int size() {
        normalise();
        return count;
    }

    long place(int i) {
        return places[i];
    }

    /** The first bytes of the id that the piece at this index must have. */
    long prefix(int i) {
        return prefixes[i];
    }

    boolean contains(long place) {
        normalise();
        return Arrays.binarySearch(places, 0, count, place) >= 0;
    }

    /** The bytes of all pieces. */
    long bytes() {
        normalise();
        long bytes = 0;
        for (int i = 0; i < count; i++) {
            bytes += length(places[i]);
        }
        return bytes;
    }

    /** Sorts and drops what is there twice. */
    private void normalise() {
        if (sorted == count) {
            return;
        }
        Integer[] order = new Integer[count];
        Arrays.setAll(order, i -> i);
        Arrays.sort(
                order,
                (a, b) -> Long.compare(places[a], places[b]) != 0
                        ? Long.compare(places[a], places[b])
                        : Long.compare(prefixes[a], prefixes[b]));
        long[] sortedPlaces = new long[places.length];
        long[] sortedPrefixes = new long[places.length];
        int kept = 0;
        for (int index : order) {
            boolean known =
                    kept > 0 && sortedPlaces[kept - 1] == places[index] && sortedPrefixes[kept - 1] == prefixes[index];
            if (!known) {
                sortedPlaces[kept] = places[index];
                sortedPrefixes[kept++] = prefixes[index];
            }
        }
        places = sortedPlaces;
        prefixes = sortedPrefixes;
        count = kept;
        sorted = kept;
    }
}
