// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestCertificatesTest {
    private final TestCertificates certificates = TestCertificates.create();

    @Test
    void holdForLoopbackUnderTheAuthority() throws GeneralSecurityException {
        var server = parse(certificates.serverPem());
        assertThat(server.getSubjectAlternativeNames())
                .extracting(name -> (Object) name.get(1))
                .containsExactly("127.0.0.1", "localhost");
        var trust = new PKIXParameters(certificates.trustStore());
        trust.setRevocationEnabled(false);
        var path = CertificateFactory.getInstance("X.509").generateCertPath(List.of(server));
        assertThat(CertPathValidator.getInstance("PKIX").validate(path, trust)).isNotNull();
    }

    @Test
    void writeTheAuthorityToAFile() throws IOException, GeneralSecurityException {
        assertThat(parse(Files.readString(certificates.authorityFile())))
                .isEqualTo(certificates.trustStore().getCertificate("authority"));
    }

    @Test
    void areNewEachTime() throws GeneralSecurityException {
        assertThat(TestCertificates.create().trustStore().getCertificate("authority"))
                .isNotEqualTo(certificates.trustStore().getCertificate("authority"));
    }

    private static X509Certificate parse(String pem) throws GeneralSecurityException {
        var bytes = new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
        return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(bytes);
    }
}
