import { fieldsOf, misplaced, objectIn, type SecretPlace } from "./secret.ts";

/** What a token is asked for with (OAuth 2.0, client credentials grant). */
export interface OauthClient {
  readonly tokenEndpointUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** PEM, for an identity provider with a private authority. */
  readonly idpCaCertificate?: string;
}

const jwtBearerFields = ["oauthClientEmail", "oauthPrivateKey", "oauthTokenExpirationSeconds"];

/**
 * Reads Lambda's OAuth secret (Lambda Developer Guide, Kafka cluster authentication). Of its two grants mskctl takes the
 * client credentials; a secret for a JWT bearer grant is `refused`. Throws as `readUserAndPassword`.
 */
export function readOauthClient(text: string, place: SecretPlace): OauthClient {
  const found = objectIn(text) ?? {};
  const bearer = jwtBearerFields.filter((name) => name in found);
  if (bearer.length > 0 && !("oauthClientSecret" in found))
    throw misplaced(
      place,
      `is for the JWT bearer grant (${bearer.join(", ")}), which mskctl does not speak`,
      "name a secret with oauthClientSecret",
    );
  if (bearer.length > 0)
    throw misplaced(place, `mixes two grants: oauthClientSecret and ${bearer.join(", ")}`, "keep the fields of one grant");
  const names = ["oauthTokenEndpointUrl", "oauthClientId", "oauthClientSecret"] as const;
  const [tokenEndpointUrl, clientId, clientSecret] = fieldsOf(text, place, names);
  if (!/^https:\/\//i.test(tokenEndpointUrl))
    throw misplaced(place, "has an oauthTokenEndpointUrl that does not begin with https://", "the client's secret goes over TLS only");
  const { oauthIdpCaCertificate: idpCaCertificate } = found;
  return { tokenEndpointUrl, clientId, clientSecret, ...(typeof idpCaCertificate === "string" ? { idpCaCertificate } : {}) };
}
