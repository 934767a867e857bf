// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import java.util.concurrent.ThreadLocalRandom;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate for 127.0.0.1 and localhost, and the throw-away authority that signed it; valid for a day. Immutable. */
public final class TestCertificates {
    private static final Duration VALID = Duration.ofDays(1);
    private static final X500Principal AUTHORITY = new X500Principal("CN=dedup test authority");
    private static final TestCertificates SHARED = create();

    private final TestDirectory directory = TestDirectory.create();
    private final X509Certificate authority;
    private final X509Certificate server;
    private final Key serverKey;

    private TestCertificates() throws GeneralSecurityException, IOException, OperatorCreationException {
        var authorityKeys = newKeys();
        var serverKeys = newKeys();
        authority = sign(
                builder(AUTHORITY, authorityKeys)
                        .addExtension(Extension.basicConstraints, true, new BasicConstraints(true)),
                authorityKeys);
        server = sign(
                builder(new X500Principal("CN=localhost"), serverKeys)
                        .addExtension(Extension.subjectAlternativeName, false, names()),
                authorityKeys);
        serverKey = serverKeys.getPrivate();
        directory.write("authority.crt", authorityPem());
    }

    /**
     * Makes an authority and a certificate that no server here shows, to see a client refuse them.
     *
     * @return the certificates
     */
    public static TestCertificates create() {
        try {
            return new TestCertificates();
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("this JDK makes no certificate: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("a certificate could not be encoded: " + e.getMessage(), e);
        }
    }

    /** Those that every server of this JVM shows. */
    static TestCertificates shared() {
        return SHARED;
    }

    /**
     * The authority's certificate in a file.
     *
     * @return a PEM file that is there until the JVM exits
     */
    public Path authorityFile() {
        return directory.resolve("authority.crt");
    }

    /**
     * The authority as the only one to trust.
     *
     * @return a new key store
     */
    public KeyStore trustStore() {
        try {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("authority", authority);
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this JDK makes no key store: " + e.getMessage(), e);
        }
    }

    /**
     * A client's side of TLS that trusts the authority and no other.
     *
     * @return a new context
     */
    public SSLContext clientContext() {
        try {
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trustStore());
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK offers no TLS: " + e.getMessage(), e);
        }
    }

    String authorityPem() {
        return pem("CERTIFICATE", encoded(authority));
    }

    String serverPem() {
        return pem("CERTIFICATE", encoded(server));
    }

    String serverKeyPem() {
        return pem("PRIVATE KEY", serverKey.getEncoded());
    }

    private static KeyPair newKeys() throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static JcaX509v3CertificateBuilder builder(X500Principal subject, KeyPair keys) {
        var now = InstantSource.system().instant();
        // One clock may be behind another, if the server is in a container.
        return new JcaX509v3CertificateBuilder(
                AUTHORITY,
                BigInteger.valueOf(ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE)),
                Date.from(now.minus(VALID)),
                Date.from(now.plus(VALID)),
                subject,
                keys.getPublic());
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, KeyPair authority)
            throws GeneralSecurityException, OperatorCreationException {
        var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(authority.getPrivate());
        return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    }

    private static GeneralNames names() {
        return new GeneralNames(new GeneralName[] {
            new GeneralName(GeneralName.iPAddress, Loopback.HOST), new GeneralName(GeneralName.dNSName, "localhost")
        });
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate that was made here has no encoding", e);
        }
    }

    private static String pem(String type, byte[] content) {
        var body = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(content);
        return "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n";
    }
}
