package cloud.dumont.sandbox.r2.s3;

import cloud.dumont.sandbox.r2.refusal.S3Refusal;
import cloud.dumont.sandbox.r2.store.StoredObject;
import cloud.dumont.sandbox.r2.wire.R2Request;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Headers that belong to an object: kept when it is put, given back when it is read. */
final class ObjectHeaders {
    private static final String META = "x-amz-meta-";
    private static final int LARGEST_METADATA = 8_192;
    private static final Set<String> KEPT = Set.of(
            "content-type", "content-encoding", "content-language", "content-disposition", "cache-control", "expires");
    private static final List<String> REFUSED = List.of(
            "x-amz-tagging",
            "x-amz-server-side-encryption",
            "x-amz-object-lock-",
            "x-amz-website-redirect-location",
            "x-amz-grant-",
            "x-amz-expected-bucket-owner",
            "x-amz-request-payer",
            "x-amz-copy-source-server-side-encryption");
    private static final Set<String> CLASSES = Set.of("STANDARD", "STANDARD_IA");

    private ObjectHeaders() {}

    /** What R2 does not implement is refused, not ignored. */
    static void requireImplemented(R2Request request) {
        for (String name : request.headers().keySet()) {
            if (REFUSED.stream().anyMatch(name::startsWith)) {
                throw S3Refusal.notImplemented("Header '" + name + "'");
            }
        }
        String acl = request.header("x-amz-acl");
        if (acl != null && !acl.equals("private")) {
            throw S3Refusal.notImplemented("Header 'x-amz-acl' with value '" + acl + "'");
        }
    }

    static Map<String, String> of(R2Request request) {
        Map<String, String> kept = new LinkedHashMap<>();
        int metadata = 0;
        for (String name : request.headers().keySet()) {
            String value = String.valueOf(request.header(name));
            if (KEPT.contains(name)) {
                kept.put(name, value);
            } else if (name.startsWith(META)) {
                kept.put(name, value);
                metadata += name.length() - META.length() + value.getBytes(StandardCharsets.ISO_8859_1).length;
            }
        }
        if (metadata > LARGEST_METADATA) {
            throw S3Refusal.of(400, "MetadataTooLarge", "Your metadata headers exceed the maximum allowed size.");
        }
        kept.computeIfPresent("content-encoding", (name, value) -> withoutChunking(value));
        kept.values().removeIf(String::isEmpty);
        storageClass(request, kept);
        return kept;
    }

    /** How the body travelled is no property of the object. */
    private static String withoutChunking(String encodings) {
        return Arrays.stream(encodings.split(","))
                .map(String::strip)
                .filter(encoding -> !encoding.equals("aws-chunked"))
                .collect(Collectors.joining(","));
    }

    private static void storageClass(R2Request request, Map<String, String> kept) {
        String storageClass = request.header("x-amz-storage-class");
        if (storageClass == null || storageClass.equals("STANDARD")) {
            return;
        }
        if (!CLASSES.contains(storageClass)) {
            throw S3Refusal.of(400, "InvalidStorageClass", "The storage class you specified is not valid.");
        }
        kept.put("x-amz-storage-class", storageClass);
    }

    static String storageClass(StoredObject object) {
        return object.headers().getOrDefault("x-amz-storage-class", "STANDARD");
    }

    /** For answers that carry the object or describe it. */
    static Map<String, String> describing(StoredObject object, R2Request request) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("content-type", "application/octet-stream");
        headers.putAll(object.headers());
        for (String name : KEPT) {
            request.parameter("response-" + name).ifPresent(value -> headers.put(name, value));
        }
        headers.put("ETag", quoted(object.etag()));
        headers.put("Accept-Ranges", "bytes");
        headers.put(
                "Last-Modified",
                DateTimeFormatter.RFC_1123_DATE_TIME.format(
                        object.lastModified().atOffset(ZoneOffset.UTC)));
        return headers;
    }

    static String quoted(String etag) {
        return "\"" + etag + "\"";
    }

    static Map<String, String> checksums(Map<String, String> checksums) {
        return checksums.entrySet().stream()
                .collect(Collectors.toMap(entry -> ChecksumKind.HEADER + entry.getKey(), Map.Entry::getValue));
    }
}
