package com.custom.pulsar.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** The few calls of Pulsar's admin interface that the tests make. */
final class PulsarAdmin {
    private static final String BOUNDARY = "pulsar-cdc-boundary";

    private final HttpClient client = HttpClient.newHttpClient();
    private final String adminUrl;

    PulsarAdmin(PulsarEndpoint endpoint) {
        this.adminUrl = endpoint.adminUrl();
    }

    void createFunction(String name, URI jar) throws IOException, InterruptedException {
        String config = "{\"tenant\":\"public\",\"namespace\":\"default\",\"name\":\"" + name
                + "\",\"className\":\"" + EchoFunction.class.getName()
                + "\",\"inputs\":[\"persistent://public/default/in\"],\"output\":\"persistent://public/default/out\","
                + "\"resources\":{\"ram\":134217728},\"jar\":\"" + jar + "\"}";
        String body = part("functionConfig", "application/json", config) + part("url", "text/plain", jar.toString())
                + "--" + BOUNDARY + "--\r\n";
        send(HttpRequest.newBuilder(uri("/admin/v3/functions/public/default/" + name))
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** Whether the function's only instance runs, as its worker knows from asking it. */
    boolean isRunning(String function) throws InterruptedException {
        try {
            return get("/admin/v3/functions/public/default/" + function + "/status")
                    .contains("\"running\":true");
        } catch (IOException notYet) {
            return false;
        }
    }

    void createTopic(String name) throws IOException, InterruptedException {
        send(HttpRequest.newBuilder(uri("/admin/v2/persistent/public/default/" + name))
                .PUT(HttpRequest.BodyPublishers.noBody()));
    }

    String get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(path)).GET());
    }

    private URI uri(String path) {
        return URI.create(adminUrl + path);
    }

    private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            throw new IOException(response.statusCode() + " " + response.body());
        }
        return response.body();
    }

    private static String part(String name, String type, String content) {
        return "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\nContent-Type: " + type
                + "\r\n\r\n" + content + "\r\n";
    }
}
