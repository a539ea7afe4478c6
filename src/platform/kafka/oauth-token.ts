import type { IncomingMessage } from "node:http";
import { request } from "node:https";
import { MskctlError } from "../../core/errors.ts";
import { isJsonObject } from "../../core/json-value.ts";
import type { OauthOptions } from "../../core/record/broker-access.ts";
import type { OauthClient } from "../../core/record/oauth-secret.ts";

const timeoutMs = 10_000;
/** A token has a few kB. */
const longestBody = 1024 * 1024;

/**
 * A token by the client credentials grant (RFC 6749, section 4.4): name and secret of the client in the header, scope and
 * audience in the form (how Lambda sends the audience is UNCONFIRMED). Throws `credentials`, `unavailable` or `refused`;
 * no error has a part of secret or token.
 */
export async function oauthToken(client: OauthClient, { scope, audience }: OauthOptions): Promise<string> {
  const { tokenEndpointUrl, clientId, clientSecret, idpCaCertificate } = client;
  const form = new URLSearchParams({ grant_type: "client_credentials" });
  if (scope !== undefined) form.set("scope", scope);
  if (audience !== undefined) form.set("audience", audience);
  const { status, body } = await post(tokenEndpointUrl, form.toString(), {
    authorization: `Basic ${Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`).toString("base64")}`,
    ca: idpCaCertificate,
  });
  if (status === 400 || status === 401 || status === 403)
    throw refusal("credentials", tokenEndpointUrl, `does not accept the client (HTTP ${status})`);
  if (status === 429 || status >= 500) throw refusal("unavailable", tokenEndpointUrl, `answers HTTP ${status}`);
  const token = status === 200 ? tokenIn(body) : undefined;
  if (token === undefined) throw refusal("refused", tokenEndpointUrl, `gives no access_token (HTTP ${status})`);
  return token;
}

/** What the brokers want beside the token (Confluent Cloud, OAuth for clients; KIP-342). */
export function oauthExtensions({ logicalCluster, identityPool }: OauthOptions): Readonly<Record<string, string>> {
  return {
    ...(logicalCluster === undefined ? {} : { logicalCluster }),
    ...(identityPool === undefined ? {} : { identityPoolId: identityPool }),
  };
}

function tokenIn(body: string): string | undefined {
  try {
    const answer: unknown = JSON.parse(body);
    const token = isJsonObject(answer) ? answer["access_token"] : undefined;
    return typeof token === "string" && token !== "" ? token : undefined;
  } catch {
    return undefined;
  }
}

interface PostOptions {
  readonly authorization: string;
  readonly ca: string | undefined;
}

/** Node's `fetch` takes no other root certificate. */
function post(url: string, body: string, { authorization, ca }: PostOptions): Promise<{ readonly status: number; readonly body: string }> {
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) => {
      const { code = "no answer" } = error as NodeJS.ErrnoException;
      reject(refusal("unavailable", url, `cannot be reached (${code})`));
    };
    const headers = { authorization, "content-type": "application/x-www-form-urlencoded", accept: "application/json" };
    const options = { method: "POST", headers, signal: AbortSignal.timeout(timeoutMs), ...(ca === undefined ? {} : { ca }) };
    const sent = request(url, options, (response) => {
      textOf(response).then((text) => resolve({ status: response.statusCode ?? 0, body: text }), fail);
    });
    sent.on("error", fail);
    sent.end(body);
  });
}

async function textOf(response: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > longestBody) throw Object.assign(new Error("the answer is larger than 1 MB"), { code: "ANSWER_TOO_LARGE" });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function refusal(code: "credentials" | "unavailable" | "refused", url: string, says: string): MskctlError {
  return new MskctlError(code, `the token endpoint ${url} ${says}`, {
    suggestions: ["check oauthTokenEndpointUrl, oauthClientId and oauthClientSecret of the OAuth secret, and the scope"],
    details: { tokenEndpoint: url },
  });
}
