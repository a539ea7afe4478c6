import type { SecretPlace } from "./secret.ts";

/** How to be let in by a schema registry, and how to know that it is the right one. */
export interface RegistryAccess {
  readonly basicAuth?: SecretPlace;
  readonly clientCertificate?: ClientCertificatePlace;
  /** Instead of the certificates that this machine trusts. */
  readonly rootCa?: SecretPlace;
}

export type ClientCertificatePlace =
  | { readonly kind: "secret"; readonly arn: string }
  /** PEM files. */
  | { readonly kind: "files"; readonly certificate: string; readonly key: string; readonly keyPassword?: string };

/** Access to every registry whose URL begins with `url`. */
export interface RegistrySetting extends RegistryAccess {
  readonly url: string;
}

/**
 * The setting for a registry: the one whose URL is that of the registry or the longest part of it from the left, up to a
 * `/`. `https://a.example` is for `https://a.example/registry`, not for `https://a.example.net`.
 */
export function settingFor(registryUrl: string, settings: readonly RegistrySetting[]): RegistrySetting | undefined {
  const wanted = `${comparable(registryUrl)}/`;
  return settings
    .filter(({ url }) => wanted.startsWith(`${comparable(url)}/`))
    .reduce<RegistrySetting | undefined>((best, each) => (each.url.length > (best?.url.length ?? 0) ? each : best), undefined);
}

/** Host names do not tell capitals; a default port may be left out. */
function comparable(url: string): string {
  const trimmed = url.trim().replace(/\/+$/, "");
  const [, scheme = "", host = "", path = ""] = /^(https?:\/\/)([^/]*)(.*)$/i.exec(trimmed) ?? [];
  if (host === "") return trimmed;
  const usualPort = scheme.toLowerCase() === "https://" ? ":443" : ":80";
  const lowered = host.toLowerCase();
  return `${scheme.toLowerCase()}${lowered.endsWith(usualPort) ? lowered.slice(0, -usualPort.length) : lowered}${path}`;
}
