package io.ratchet.config.cli;

import io.ratchet.config.node.ControlFiles;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Talks to the node of a data directory. Errors become exit codes: not running 3, not found 2, timeout 5, else 1. */
final class NodeClient {
    private static final Duration CONNECT_MAX = Duration.ofSeconds(2);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(15);
    private static final int NOT_FOUND = 404;
    private static final int TIMEOUT = 504;
    private static final int OK = 200;

    private final Path directory;
    private final ControlFiles.Address address;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(CONNECT_MAX).build();

    private NodeClient(final Path directory, final ControlFiles.Address address) {
        this.directory = directory;
        this.address = address;
    }

    static NodeClient of(final Path directory) {
        final ControlFiles.Address address = ControlFiles.find(directory);
        if (address == null) {
            throw notRunning(directory);
        }
        return new NodeClient(directory, address);
    }

    private static CliException notRunning(final Path directory) {
        return new CliException(ExitCode.NOT_RUNNING, directory + ": no node is running there, or its http.port is 0");
    }

    JsonNode get(final String path) {
        return answer(request(path).GET().build());
    }

    JsonNode post(final String verb, final JsonNode body) {
        return answer(request("/actions/" + verb)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(JsonMapper.shared().writeValueAsString(body)))
                .build());
    }

    private HttpRequest.Builder request(final String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + address.port() + path))
                .timeout(ANSWER_MAX)
                .header("Authorization", "Bearer " + address.token());
    }

    private JsonNode answer(final HttpRequest request) {
        try {
            final HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            final JsonNode json = JsonMapper.shared().readTree(response.body());
            if (response.statusCode() != OK) {
                throw new CliException(
                        codeOf(response.statusCode()),
                        json.path("message").asString("status " + response.statusCode()));
            }
            return json;
        } catch (final HttpConnectTimeoutException | ConnectException e) {
            throw notRunning(directory);
        } catch (final HttpTimeoutException e) {
            throw new CliException(ExitCode.TIMEOUT, "no answer in " + ANSWER_MAX.toSeconds() + " s");
        } catch (final IOException e) {
            throw new CliException(ExitCode.NOT_RUNNING, "the node went away: " + e.getMessage());
        } catch (final JacksonException e) {
            throw new CliException(ExitCode.ERROR, "port " + address.port() + " is not a node's");
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException(ExitCode.ERROR, "interrupted");
        }
    }

    private static int codeOf(final int status) {
        return switch (status) {
            case NOT_FOUND -> ExitCode.NOT_FOUND;
            case TIMEOUT -> ExitCode.TIMEOUT;
            default -> ExitCode.ERROR;
        };
    }
}
