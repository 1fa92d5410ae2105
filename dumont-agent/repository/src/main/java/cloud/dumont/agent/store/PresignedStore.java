package cloud.dumont.agent.store;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The platform's store, without any credential: each request goes to a URL for just that object. Uploads and downloads go by
 * different clients because each is the cheaper one for its direction.
 */
public final class PresignedStore implements ObjectStore {
    private static final int REFUSALS = 3;
    private final Presigner presigner;
    private final StoreLimits limits;
    private final Uploader uploader;
    private final Downloader downloader;
    private final Grants<Presigner.Put> puts;
    private final Grants<String> gets;

    /** @param uploadRate of all uploads together */
    public PresignedStore(Presigner presigner, StoreLimits limits, RateLimit uploadRate) {
        this.presigner = presigner;
        this.limits = limits;
        this.uploader = new Uploader(limits, uploadRate);
        this.downloader = new Downloader(limits);
        this.puts = new Grants<>(presigner::put);
        this.gets = new Grants<>(presigner::get);
    }

    @Override
    public void put(String name, Body body) throws StoreException, InterruptedException {
        Attempts attempts = new Attempts(limits, "storing " + name);
        Presigner.Put wanted = new Presigner.Put(name, body.size(), body.crc32c());
        for (int refusals = 0; ; ) {
            String why;
            try {
                Presigner.Grant grant = puts.grant(wanted);
                int status = uploader.put(grant, body);
                if (status / 100 == 2) {
                    puts.forget(wanted);
                    return;
                }
                if (status == 412) {
                    puts.forget(wanted);
                    confirmOwn(name, body);
                    return;
                }
                if (status < 500 && status != 429 && status != 408) {
                    puts.forget(wanted);
                    refusals = refuse(refusals, status, name);
                }
                why = "the store says " + status;
            } catch (IOException e) {
                why = String.valueOf(e.getMessage());
            }
            attempts.failed(why);
        }
    }

    /** A URL runs out or is not taken; a few new ones are asked for before it is believed. */
    private static int refuse(int refusals, int status, String name) throws StoreException {
        if (refusals + 1 >= REFUSALS) {
            throw new StoreException.Unavailable("the store says " + status + " to every URL of " + name);
        }
        return refusals + 1;
    }

    /** The name is taken: by these very bytes, whose acknowledgement was lost, or by others? */
    private void confirmOwn(String name, Body body) throws StoreException, InterruptedException {
        Attempts attempts = new Attempts(limits, "comparing " + name);
        while (true) {
            try (InputStream there = get(name, 0, body.size() + 1);
                    InputStream here = body.open()) {
                if (!same(there, here)) {
                    throw new StoreException.Fenced(name + " holds other bytes");
                }
                return;
            } catch (IOException e) {
                attempts.failed(String.valueOf(e.getMessage()));
            }
        }
    }

    private static boolean same(InputStream one, InputStream other) throws IOException {
        byte[] left = new byte[64 << 10];
        byte[] right = new byte[64 << 10];
        while (true) {
            int length = one.readNBytes(left, 0, left.length);
            if (length != other.readNBytes(right, 0, right.length)
                    || !Arrays.equals(left, 0, length, right, 0, length)) {
                return false;
            }
            if (length == 0) {
                return true;
            }
        }
    }

    @Override
    public InputStream get(String name, long offset, long length) throws StoreException, InterruptedException {
        Downloader.Answer answer = request(name, offset + "-" + (offset + length - 1));
        if (answer.status() == 416) {
            throw new StoreException.Missing(name + " from " + offset);
        }
        if (answer.status() == 200 && offset > 0) {
            close(answer.in());
            throw new StoreException.Unavailable("the store gives no part of " + name);
        }
        return new LimitedStream(answer.in(), length);
    }

    @Override
    public Tail tail(String name, int length) throws StoreException, InterruptedException {
        Attempts attempts = new Attempts(limits, "reading " + name);
        while (true) {
            Downloader.Answer answer = request(name, "-" + length);
            if (answer.status() == 416) {
                return new Tail(new byte[0], 0);
            }
            try (InputStream in = answer.in()) {
                if (answer.total() < 0) {
                    throw new IOException("the store does not say how large it is");
                }
                if (answer.status() == 200) {
                    in.skipNBytes(Math.max(0, answer.total() - length));
                }
                return new Tail(in.readNBytes(length), answer.total());
            } catch (IOException e) {
                attempts.failed(String.valueOf(e.getMessage()));
            }
        }
    }

    private static void close(InputStream in) {
        try (in) {
            // Nothing of it is wanted.
        } catch (IOException e) {
            // Nor is this.
        }
    }

    private Downloader.Answer request(String name, String range) throws StoreException, InterruptedException {
        Attempts attempts = new Attempts(limits, "reading " + name);
        for (int refusals = 0; ; ) {
            String why;
            try {
                Downloader.Answer answer = downloader.get(gets.grant(name), range);
                switch (answer.status()) {
                    case 200, 206, 416 -> {
                        return answer;
                    }
                    case 404 -> throw new StoreException.Missing(name);
                    case 408, 429, 500, 502, 503, 504 -> why = "the store says " + answer.status();
                    default -> {
                        gets.forget(name);
                        why = "the store says " + answer.status();
                        refusals = refuse(refusals, answer.status(), name);
                    }
                }
            } catch (IOException e) {
                why = String.valueOf(e.getMessage());
            }
            attempts.failed(why);
        }
    }

    @Override
    public List<Listed> list(String prefix, @Nullable String after) throws StoreException, InterruptedException {
        return presigner.list(prefix, after);
    }

    @Override
    public void soon(List<String> names) throws StoreException, InterruptedException {
        gets.ahead(names);
    }
}
