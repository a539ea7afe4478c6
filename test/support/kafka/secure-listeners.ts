import type { TestCertificates } from "./certificates.ts";

/** Listeners that want TLS, by the way to sign in. */
export const secureListeners = ["TLS", "MTLS", "PLAIN", "SCRAM", "OAUTH"] as const;
export type SecureListener = (typeof secureListeners)[number];

/** Whom the broker lets in by PLAIN and SCRAM. */
export const testUser = { username: "eve", password: "hunter2" };

/** Properties of all secure listeners. */
export function secureProperties(certificates: TestCertificates): string {
  const lines = secureListeners.flatMap((listener) => {
    const prefix = `listener.name.${listener.toLowerCase()}`;
    return [
      `${prefix}.ssl.keystore.type=PEM`,
      `${prefix}.ssl.keystore.key=${inline(certificates.broker.key)}`,
      `${prefix}.ssl.keystore.certificate.chain=${inline(certificates.broker.certificate)}`,
      `${prefix}.ssl.truststore.type=PEM`,
      `${prefix}.ssl.truststore.certificates=${inline(certificates.authority)}`,
      ...listenerLines(listener, prefix),
    ];
  });
  return `${lines.join("\n")}\n`;
}

/** For StorageTool: users of SCRAM stand in the cluster's metadata from the first moment. */
export const scramUsers = ["SCRAM-SHA-256", "SCRAM-SHA-512"].flatMap((mechanism) => [
  "--add-scram",
  `${mechanism}=[name=${testUser.username},password=${testUser.password}]`,
]);

export function protocolOf(listener: SecureListener): "SSL" | "SASL_SSL" {
  return listener === "TLS" || listener === "MTLS" ? "SSL" : "SASL_SSL";
}

const security = "org.apache.kafka.common.security";

function listenerLines(listener: SecureListener, prefix: string): readonly string[] {
  const { username, password } = testUser;
  switch (listener) {
    case "TLS":
      return [];
    case "MTLS":
      return [`${prefix}.ssl.client.auth=required`];
    case "PLAIN":
      return [
        `${prefix}.sasl.enabled.mechanisms=PLAIN`,
        `${prefix}.plain.sasl.jaas.config=${security}.plain.PlainLoginModule required user_${username}="${password}";`,
      ];
    case "SCRAM":
      return [
        `${prefix}.sasl.enabled.mechanisms=SCRAM-SHA-256,SCRAM-SHA-512`,
        `${prefix}.scram-sha-256.sasl.jaas.config=${security}.scram.ScramLoginModule required;`,
        `${prefix}.scram-sha-512.sasl.jaas.config=${security}.scram.ScramLoginModule required;`,
      ];
    case "OAUTH":
      return [
        `${prefix}.sasl.enabled.mechanisms=OAUTHBEARER`,
        // Takes tokens without a signature, as for tests only.
        `${prefix}.oauthbearer.sasl.jaas.config=${security}.oauthbearer.OAuthBearerLoginModule required unsecuredLoginStringClaim_sub="broker";`,
        `${prefix}.oauthbearer.sasl.server.callback.handler.class=${security}.oauthbearer.internals.unsecured.OAuthBearerUnsecuredValidatorCallbackHandler`,
      ];
  }
}

/** A text on one line of a properties file. */
function inline(text: string): string {
  return text.trim().replaceAll("\n", "\\n");
}
