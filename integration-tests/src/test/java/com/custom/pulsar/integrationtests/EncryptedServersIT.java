package com.custom.pulsar.integrationtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.custom.pulsar.local.DataDirectory;
import com.custom.pulsar.local.Distribution;
import com.custom.pulsar.local.DistributionStore;
import com.custom.pulsar.local.EmbeddedPostgres;
import com.custom.pulsar.local.FetchProgress;
import com.custom.pulsar.local.PostgresSettings;
import com.custom.pulsar.testsupport.CertificateAuthority;
import com.custom.pulsar.testsupport.Launcher;
import com.custom.pulsar.testsupport.Processes;
import com.custom.pulsar.testsupport.SecuredPulsar;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A PostgreSQL and a Pulsar as others have set them up: encrypted with certificates that only their authority's vouch for, with a role
 * that may little, and a token. A newcomer gets from an empty folder to enriched events with what the README, the guides in docs/ and the
 * tools themselves print, and with nothing else.
 */
@Tag("slow")
final class EncryptedServersIT {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final Duration DEPLOYMENT = Duration.ofSeconds(150);
    private static final String PASSWORD = "canary-5b1e07";
    private static final ObjectMapper JSON = new ObjectMapper();

    private static Path work;
    private static DataDirectory data;
    private static EmbeddedPostgres postgres;
    private static CertificateAuthority authority;
    private static SecuredPulsar pulsar;
    private static String token;

    private Path folder;

    @BeforeAll
    static void startsBoth() throws Exception {
        work = Files.createTempDirectory(
                Files.createDirectories(Path.of(System.getProperty("pulsar.cdc.work"))), "encrypted");
        authority = CertificateAuthority.in(Files.createDirectory(work.resolve("certificates")));
        data = DataDirectory.open(work.resolve("postgres"), notice -> {});
        postgres = EmbeddedPostgres.start(
                data,
                DistributionStore.ofUser().unpacked(Distribution.postgres(), FetchProgress.NONE),
                new PostgresSettings("shop", "unused", "elsewhere"));
        CertificateAuthority.Issued server = authority.issue("postgres", "dns:localhost");
        sql(
                "ALTER SYSTEM SET ssl_cert_file = '" + server.certificate() + "'",
                "ALTER SYSTEM SET ssl_key_file = '" + server.key() + "'",
                "ALTER SYSTEM SET ssl_ca_file = '" + authority.certificate() + "'",
                "CREATE TABLE customers (id int PRIMARY KEY, name text NOT NULL)",
                "CREATE TABLE orders (id int PRIMARY KEY, total numeric(10,2) NOT NULL)",
                "INSERT INTO customers VALUES (1, 'Aster Bakery')");
        Files.writeString(data.root().resolve("postgres/data/pg_hba.conf"), """
                host    all postgres 127.0.0.1/32 scram-sha-256
                hostssl all shown    127.0.0.1/32 scram-sha-256 clientcert=verify-ca
                hostssl all all      127.0.0.1/32 scram-sha-256
                """);
        encryption("on");
        // { env: PGPASSWORD } is looked up where the source runs.
        pulsar = new SecuredPulsar(
                Files.createDirectory(work.resolve("pulsar")), authority, Map.of("PGPASSWORD", PASSWORD));
        token = pulsar.token("shop-cdc");
    }

    @AfterAll
    static void stopsBoth() throws IOException {
        if (pulsar != null) {
            pulsar.close();
        }
        if (postgres != null) {
            postgres.stop();
        }
        data.close();
        assertThat(Processes.mentioning(work.toString())).isEmpty();
    }

    @BeforeEach
    void makesAnEmptyFolder() throws IOException {
        folder = Files.createTempDirectory(work, "newcomer");
    }

    @Test
    void aNewcomerGetsFromAnEmptyFolderToEnrichedEventsWithPrintedCommandsOnly() throws Exception {
        // The README's SQL, as the administrator; of the publication only doctor is asked.
        for (String statement : statements(block("README.md", "### Your own PostgreSQL", "sql"))) {
            if (!statement.startsWith("CREATE PUBLICATION")) {
                sql(statement.replace("'…'", "'" + PASSWORD + "'"));
            }
        }
        Launcher.Result init = verb(
                "init",
                "--hostname",
                "localhost",
                "--port",
                postgres.endpoint().port(),
                "--database",
                "shop",
                "--user",
                "cdc",
                "--tls-root-certificate",
                authority.certificate(),
                "--output",
                "shop.yaml");
        assertThat(init.exitCode()).as(init.out() + init.err()).isZero();
        assertThat(init.out()).contains("pulsar-cdc doctor --pipeline shop.yaml");

        Path file = folder.resolve("shop.yaml");
        Files.writeString(file, Files.readString(file) + namedPulsar(authority.certificate()));
        assertTopicsOfTheGuide(file);
        Launcher.Result check = verb("check", "shop.yaml");
        assertThat(check.exitCode()).as(check.out() + check.err()).isZero();

        for (String command : commands(read("docs/own-pulsar.md"), "pulsar-admin (tenants|namespaces) create .*")) {
            pulsarAdmin(command);
        }
        // The tenant of that page is there by now.
        for (String command : commands(read("docs/kubernetes.md"), "pulsar-admin namespaces .*")) {
            pulsarAdmin(command);
        }
        List<String> fixes = fixesOfErrors(verb("doctor", "--pipeline", "shop.yaml", "--output", "json"));
        assertThat(fixes)
                .containsExactly(
                        "as the tables' owner or an administrator: CREATE PUBLICATION \"pulsar_cdc_shop\" FOR TABLE"
                                + " \"public\".\"customers\", \"public\".\"orders\" WITH (publish_via_partition_root = true);",
                        "as an administrator of its tenant: pulsar-admin namespaces grant-permission shop/cdc --role shop-cdc"
                                + " --actions produce,consume,functions,sources,packages");
        sql(fixes.get(0).replaceFirst("^[^:]*: ", ""));
        pulsarAdmin(fixes.get(1).replaceFirst("^[^:]*: ", ""));
        Launcher.Result doctor = verb("doctor", "--pipeline", "shop.yaml");
        assertThat(doctor.exitCode()).as(doctor.out() + doctor.err()).isZero();
        assertThat(doctor.out())
                .containsPattern("ok +the connection is encrypted \\(TLSv1\\.3\\), and it is known who the server is")
                .contains("ok       the role shop-cdc may deploy to shop/cdc")
                .contains("this role may not see the policies of shop/cdc");

        Launcher.Result once = verb(DEPLOYMENT, "up", "shop.yaml", "--once");
        assertThat(once.exitCode()).as(once.out() + once.err()).isZero();
        assertThat(once.out()).contains("Complete: 1 rows of the snapshot, 0 of them wrong");

        Launcher.Result up = verb(DEPLOYMENT, "up", "shop.yaml", "--detach");
        assertThat(up.exitCode()).as(up.out() + up.err()).isZero();
        sql("INSERT INTO orders VALUES (7, 10.50)");
        try (Launcher tail = command("tail", "--from", "earliest").start()) {
            tail.awaitText("\"id\":7", LIMIT);
            tail.interrupt();
            List<JsonNode> lines = new ArrayList<>();
            for (String line : tail.join(LIMIT).out().lines().toList()) {
                lines.add(JSON.readTree(line));
            }
            assertThat(lines)
                    .allSatisfy(line -> assertThat(
                                    line.at("/event/metadata/function_name").asText())
                            .isEqualTo("cdc-enrichment"));
            assertThat(lines)
                    .anySatisfy(line ->
                            assertThat(line.at("/event/after/name").asText()).isEqualTo("Aster Bakery"))
                    .anySatisfy(line ->
                            assertThat(line.at("/event/after/total").asText()).isEqualTo("10.50"));
        }
        Launcher.Result status = verb("status");
        assertThat(status.exitCode()).as(status.out() + status.err()).isZero();
        assertThat(Processes.mentioning(token))
                .as("the token on a command line")
                .isEmpty();
        Launcher.Result down = verb("down");
        assertThat(down.exitCode()).as(down.out() + down.err()).isZero();
        await("source and function to end")
                .atMost(LIMIT)
                .until(() -> instances().isEmpty());

        String told = init.out() + doctor.out() + once.out() + once.err() + up.out() + up.err() + status.out();
        assertThat(told).doesNotContain(PASSWORD).doesNotContain(token);
        assertThat(Processes.mentioning(PASSWORD)).isEmpty();
        assertThat(filesWith(PASSWORD)).isEmpty();
        assertThat(filesWith(token)).isEmpty();
    }

    @Test
    void aPostgresThatIsNotWhoItShouldBeIsRefusedWithWhatWouldBeRight() throws Exception {
        CertificateAuthority other = CertificateAuthority.in(folder);

        assertThat(postgresErrors("localhost", "rootCertificate: " + other.certificate()))
                .singleElement()
                .asString()
                .contains("its certificate is signed by none of those in " + other.certificate())
                .contains("give with source.postgres.tls.rootCertificate");
        assertThat(postgresErrors("localhost", "mode: verify-ca"))
                .singleElement()
                .asString()
                .contains("signed by none of those that Java trusts");
        assertThat(postgresErrors("127.0.0.1", "rootCertificate: " + authority.certificate()))
                .singleElement()
                .asString()
                .contains("its certificate is not one of the name 127.0.0.1, but of localhost; give"
                        + " source.postgres.hostname as the certificate has it");
        assertThat(postgresErrors("localhost", "rootCertificate: " + folder.resolve("absent.pem")))
                .singleElement()
                .asString()
                .contains("absent.pem does not exist; correct source.postgres.tls.rootCertificate");
        // The name does not matter here, so what is told is of the role, which nobody made yet or who has another
        // password.
        assertThat(postgresErrors("127.0.0.1", "mode: verify-ca, rootCertificate: " + authority.certificate()))
                .singleElement()
                .asString()
                .contains("the password is wrong or the role is unknown");
        encryption("off");
        try {
            assertThat(postgresErrors("localhost", "rootCertificate: " + authority.certificate()))
                    .singleElement()
                    .asString()
                    .contains("it offers no encryption; turn it on there");
        } finally {
            encryption("on");
        }
    }

    @Test
    void aClientsCertificateIsShownToAServerThatAsksForOne() throws Exception {
        CertificateAuthority.Issued own = authority.issue("shown", "dns:client");
        String root = "rootCertificate: " + authority.certificate();
        sql("CREATE ROLE shown LOGIN PASSWORD '" + PASSWORD + "'");
        try {
            assertThat(doctor("shown", root))
                    .anyMatch(error ->
                            error.contains("asks for encryption or a client's certificate, source.postgres.tls"));
            assertThat(doctor("shown", root + ", certificate: " + own.certificate() + ", key: " + own.key()))
                    .noneMatch(error -> error.contains("cannot get into PostgreSQL"))
                    .anyMatch(error -> error.contains("the role shown may not replicate"));
        } finally {
            sql("DROP ROLE shown");
        }
    }

    private List<String> doctor(String user, String tls) throws Exception {
        return errors(verb("doctor", "--pipeline", wrongFile("localhost", user, tls), "--output", "json"));
    }

    @Test
    void aPulsarThatIsNotWhoItShouldBeIsRefusedWithWhatWouldBeRight() throws Exception {
        CertificateAuthority other = CertificateAuthority.in(folder);
        String known = "{ trustedCertificates: " + authority.certificate() + " }";
        String service = pulsar.serviceUrl();
        String admin = pulsar.adminUrl();

        assertThat(pulsarError(service, admin, "{ trustedCertificates: " + other.certificate() + " }", token))
                .contains(admin)
                .contains("signed by none of those that are trusted here; give with pulsar.tls.trustedCertificates");
        assertThat(pulsarError(service, admin.replace("localhost", "127.0.0.1"), known, token))
                .contains("its certificate is not one of that name")
                .contains("give pulsar.adminUrl as the certificate has it");
        assertThat(pulsarError("pulsar+ssl://localhost:" + pulsar.plainPort(), admin, known, token))
                .startsWith("cannot reach Pulsar at pulsar+ssl://localhost:" + pulsar.plainPort() + ": ")
                .containsAnyOf(
                        "what listens there does not speak TLS; give with pulsar.serviceUrl", "Connection reset");
        assertThat(pulsarError(service, admin, "{ trustedCertificates: absent.pem }", token))
                .contains("absent.pem does not exist; correct pulsar.tls.trustedCertificates");
    }

    @Test
    void aTokenThatDoesNotDoIsToldWithWhatIsMissingAndTheCommandThatGivesIt() throws Exception {
        String known = "{ trustedCertificates: " + authority.certificate() + " }";
        String expired = pulsar.token("shop-cdc", "--expiry-time", "1s");
        assertThat(pulsarError(pulsar.serviceUrl(), pulsar.adminUrl(), known, token))
                .isEqualTo("Pulsar has no tenant closed; make it with pulsar-admin tenants create closed, or change"
                        + " topics.tenant");
        pulsar.admin("tenants", "create", "closed");
        pulsar.admin("namespaces", "create", "closed/cdc");
        String unsigned = token.substring(0, token.lastIndexOf('.') + 1) + "AAAA";

        assertThat(pulsarError(pulsar.serviceUrl(), pulsar.adminUrl(), known, unsigned))
                .contains("not authorized; pulsar.auth.token was not made with a key that the brokers know")
                .contains("pulsar tokens create --subject shop-cdc");
        assertThat(pulsarError(pulsar.serviceUrl(), pulsar.adminUrl(), known, expired))
                .contains("pulsar.auth.token expired at ")
                .contains("pulsar tokens create --subject shop-cdc");
        assertThat(pulsarError(pulsar.serviceUrl(), pulsar.adminUrl(), known, ""))
                .contains("it asks who is there, so give pulsar.auth.token");
        assertThat(pulsarError(pulsar.serviceUrl(), pulsar.adminUrl(), known, token))
                .isEqualTo(
                        "the role shop-cdc may not use topics (produce, consume), run functions (functions), run sources"
                                + " (sources), remove code (packages) in closed/cdc; as an administrator of its tenant:"
                                + " pulsar-admin namespaces grant-permission closed/cdc --role shop-cdc --actions"
                                + " produce,consume,functions,sources,packages");
        pulsar.admin(
                "namespaces", "grant-permission", "closed/cdc", "--role", "shop-cdc", "--actions", "produce,consume");
        assertThat(pulsarError(pulsar.serviceUrl(), pulsar.adminUrl(), known, token))
                .startsWith("the role shop-cdc may not run functions (functions), run sources (sources), remove code"
                        + " (packages) in closed/cdc;");
    }

    /** What {@code doctor} tells, which must be what {@code up} ends with. */
    private String pulsarError(String serviceUrl, String adminUrl, String tls, String with) throws Exception {
        sql("DROP ROLE IF EXISTS looker", "CREATE ROLE looker LOGIN REPLICATION PASSWORD '" + PASSWORD + "'");
        sql("GRANT SELECT ON customers TO looker");
        sql("DROP PUBLICATION IF EXISTS pulsar_cdc_closed", "CREATE PUBLICATION pulsar_cdc_closed FOR TABLE customers");
        Path file = Files.writeString(folder.resolve("closed.yaml"), """
                apiVersion: pulsar-cdc/v1
                name: closed
                pulsar:
                  serviceUrl: %s
                  adminUrl: %s
                  tls: %s
                %s
                topics: { tenant: closed, namespace: cdc }
                source:
                  tables: [ public.customers ]
                  postgres:
                    hostname: localhost
                    port: %d
                    database: shop
                    user: looker
                    password: { env: PGPASSWORD }
                """.formatted(
                        serviceUrl,
                        adminUrl,
                        tls,
                        with.isEmpty() ? "" : "  auth: { token: { env: PULSAR_TOKEN } }",
                        postgres.endpoint().port()));
        try {
            Launcher.Result doctor = command("doctor", "--pipeline", file, "--output", "json")
                    .environment("PULSAR_TOKEN", with)
                    .run(LIMIT);
            List<String> errors = errors(doctor);
            assertThat(errors).as(doctor.out()).hasSize(1);

            Launcher.Result up =
                    command("up", file).environment("PULSAR_TOKEN", with).run(LIMIT);
            assertThat(up.exitCode()).as(up.out() + up.err()).isEqualTo(1);
            assertThat(up.err().lines().filter(line -> line.startsWith("pulsar-cdc: ")))
                    .containsExactly("pulsar-cdc: " + errors.get(0));
            assertThat(up.out() + up.err() + doctor.out())
                    .doesNotContain("\tat ")
                    .doesNotContain(token);
            assertThat(Processes.mentioning(folder.toString())).isEmpty();
            return errors.get(0);
        } finally {
            sql("DROP PUBLICATION pulsar_cdc_closed", "DROP OWNED BY looker", "DROP ROLE looker");
        }
    }

    private List<String> postgresErrors(String hostname, String tls) throws Exception {
        Path file = wrongFile(hostname, "nobody", tls);
        Launcher.Result doctor = verb("doctor", "--pipeline", file, "--output", "json");
        List<String> errors = errors(doctor).stream()
                .filter(error -> error.contains("PostgreSQL at"))
                .toList();
        Launcher.Result up = verb("up", file);
        assertThat(up.exitCode()).as(up.out() + up.err()).isEqualTo(1);
        assertThat(up.err()).isEqualTo("pulsar-cdc: " + String.join("\n", errors) + "\n");
        assertThat(Processes.mentioning(folder.toString())).isEmpty();
        return errors;
    }

    private Path wrongFile(String hostname, String user, String tls) throws IOException {
        return Files.writeString(folder.resolve("wrong.yaml"), """
                apiVersion: pulsar-cdc/v1
                name: wrong
                source:
                  tables: [ public.customers ]
                  postgres:
                    hostname: %s
                    port: %d
                    database: shop
                    user: %s
                    password: { env: PGPASSWORD }
                    tls: { %s }
                """.formatted(
                        hostname, postgres.endpoint().port(), user, tls));
    }

    /** The README's part of a pipeline file that names a Pulsar, with this one's addresses. */
    private static String namedPulsar(Path trusted) throws IOException {
        String snippet = block("README.md", "### Your own Pulsar", "yaml");
        String named = snippet.replace("pulsar+ssl://broker.example.com:6651", pulsar.serviceUrl())
                .replace("https://broker.example.com:8443", pulsar.adminUrl())
                .replace("trustedCertificates: ca.pem", "trustedCertificates: " + trusted);
        assertThat(named)
                .contains(pulsar.serviceUrl(), pulsar.adminUrl(), trusted.toString(), "{ env: PULSAR_TOKEN }")
                .doesNotContain("example.com");
        return "\n" + named;
    }

    /** The guide's tenant and namespace, written into the section that {@code init} made. */
    private static void assertTopicsOfTheGuide(Path file) throws IOException {
        Matcher topics = Pattern.compile("(?m)^topics: \\{ tenant: (\\S+), namespace: (\\S+) \\}")
                .matcher(block("docs/own-pulsar.md", "## 2.", "yaml"));
        assertThat(topics.find()).isTrue();
        String text = Files.readString(file);
        String edited = text.replaceFirst(
                "(?m)^topics:$", "topics:\n  tenant: " + topics.group(1) + "\n  namespace: " + topics.group(2));
        assertThat(edited).isNotEqualTo(text);
        Files.writeString(file, edited);
    }

    private static List<String> fixesOfErrors(Launcher.Result doctor) throws IOException {
        assertThat(doctor.exitCode()).as(doctor.out() + doctor.err()).isEqualTo(1);
        List<String> fixes = new ArrayList<>();
        for (JsonNode finding : JSON.readTree(doctor.out()).path("findings")) {
            if (finding.path("severity").asText().equals("error")) {
                fixes.add(finding.path("fix").asText());
            }
        }
        return fixes;
    }

    private static List<String> errors(Launcher.Result doctor) throws IOException {
        assertThat(doctor.exitCode()).as(doctor.out() + doctor.err()).isEqualTo(1);
        List<String> errors = new ArrayList<>();
        for (JsonNode finding : JSON.readTree(doctor.out()).path("findings")) {
            if (finding.path("severity").asText().equals("error")) {
                errors.add(finding.path("what").asText() + "; "
                        + finding.path("fix").asText());
            }
        }
        return errors;
    }

    private Launcher.Result verb(Object... arguments) {
        return verb(LIMIT, arguments);
    }

    private Launcher.Result verb(Duration limit, Object... arguments) {
        return command(arguments).run(limit);
    }

    private Launcher.Command command(Object... arguments) {
        return new Launcher.Command(folder)
                .with(arguments)
                .environment("PGPASSWORD", PASSWORD)
                .environment("PULSAR_TOKEN", token);
    }

    private static void pulsarAdmin(String command) throws IOException {
        List<String> words = List.of(command.strip().split(" "));
        assertThat(words.get(0)).isEqualTo("pulsar-admin");
        pulsar.admin(words.subList(1, words.size()).toArray(String[]::new));
    }

    private static void encryption(String state) throws Exception {
        sql("ALTER SYSTEM SET ssl = " + state, "SELECT pg_reload_conf()");
        await("the server to take it").atMost(LIMIT).until(() -> {
            try (Connection connection = postgres.connect();
                    Statement statement = connection.createStatement();
                    var rows = statement.executeQuery("SHOW ssl")) {
                return rows.next() && rows.getString(1).equals(state);
            }
        });
    }

    private static void sql(String... statements) throws Exception {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** The first block of that language below a heading. */
    private static String block(String file, String heading, String language) throws IOException {
        Matcher matcher = Pattern.compile("(?s)\n" + Pattern.quote(heading) + ".*?\n```" + language + "\n(.*?)```")
                .matcher(read(file));
        assertThat(matcher.find()).as(heading + " in " + file).isTrue();
        return matcher.group(1);
    }

    private static List<String> commands(String text, String pattern) {
        List<String> commands = Pattern.compile("(?m)^    (" + pattern + ")$")
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(commands).as(pattern).isNotEmpty();
        return commands;
    }

    private static List<String> statements(String sql) {
        return Stream.of(sql.replaceAll("(?m)--.*$", "").split(";"))
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .toList();
    }

    private static String read(String file) throws IOException {
        return Files.readString(Path.of(System.getProperty("pulsar.cdc.root")).resolve(file));
    }

    /** The processes of source and function. */
    private static List<Long> instances() {
        return Processes.mentioning(work.resolve("pulsar").toString()).stream()
                .filter(pid -> Processes.commandLine(pid).contains("JavaInstanceMain"))
                .toList();
    }

    private List<Path> filesWith(String text) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> holding = new ArrayList<>();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1).contains(text)) {
                    holding.add(file);
                }
            }
            return holding;
        }
    }
}
