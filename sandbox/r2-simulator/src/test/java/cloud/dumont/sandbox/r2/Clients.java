package cloud.dumont.sandbox.r2;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** The vendor-neutral client of these tests: aws-sdk, set up as R2 wants it, and as it comes. */
final class Clients {
    private Clients() {}

    static AwsCredentials credentials(R2Config config) {
        return AwsBasicCredentials.create(
                config.keys().getFirst().id(), config.keys().getFirst().secret());
    }

    /** Whole bodies with their hash, no checksums but those asked for: what R2's pages recommend. */
    static S3Client plain(String url, AwsCredentials credentials) {
        return S3Client.builder()
                .endpointOverride(URI.create(url))
                .region(Region.of("auto"))
                .forcePathStyle(true)
                .serviceConfiguration(S3Configuration.builder()
                        .chunkedEncodingEnabled(false)
                        .expectContinueEnabled(false)
                        .build())
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .overrideConfiguration(override -> override.retryStrategy(retry -> retry.maxAttempts(1)))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    /** As the SDK comes: chunks with signatures, checksums in trailers, 100-continue. */
    static S3Client chunked(String url, AwsCredentials credentials) {
        return S3Client.builder()
                .endpointOverride(URI.create(url))
                .region(Region.of("auto"))
                .forcePathStyle(true)
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .overrideConfiguration(override -> override.retryStrategy(retry -> retry.maxAttempts(1)))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    static S3Presigner presigner(String url, AwsCredentials credentials) {
        return S3Presigner.builder()
                .endpointOverride(URI.create(url))
                .region(Region.of("auto"))
                .serviceConfiguration(
                        S3Configuration.builder().pathStyleAccessEnabled(true).build())
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .build();
    }
}
