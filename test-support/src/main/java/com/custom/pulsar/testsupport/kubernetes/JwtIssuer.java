package com.custom.pulsar.testsupport.kubernetes;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes tokens with a secret key of its own (HS256), and the broker's settings that let only their bearers in. */
public final class JwtIssuer {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;
    private static final String TOKEN_AUTHENTICATION = "org.apache.pulsar.client.impl.auth.AuthenticationToken";

    private final byte[] key = new byte[KEY_BYTES];
    private final String superUser;

    /** @param superUser the role that may do everything, and that the broker and the worker themselves have */
    public JwtIssuer(String superUser) {
        new SecureRandom().nextBytes(key);
        this.superUser = superUser;
    }

    /** A token without end for the role. */
    public String token(String role) {
        String signed = encoded("{\"alg\":\"HS256\"}") + "." + encoded("{\"sub\":\"" + role + "\"}");
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            byte[] signature = mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    /** A token of the role that may do everything. */
    public String superUserToken() {
        return token(superUser);
    }

    /** The broker's settings: authentication by these tokens, and authorization. */
    public Map<String, String> brokerSettings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("authenticationEnabled", "true");
        settings.put("authorizationEnabled", "true");
        settings.put("authenticationProviders", "org.apache.pulsar.broker.authentication.AuthenticationProviderToken");
        settings.put("tokenSecretKey", "data:;base64," + Base64.getEncoder().encodeToString(key));
        settings.put("superUserRoles", superUser);
        settings.put("brokerClientAuthenticationPlugin", TOKEN_AUTHENTICATION);
        settings.put("brokerClientAuthenticationParameters", "token:" + superUserToken());
        return settings;
    }

    private static String encoded(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
