import type { RegistrySetting } from "../../core/record/registry-access.ts";
import type { ConfigSection } from "./config-section.ts";
import { certificateFields, certificatePlace, secretFields, secretPlace } from "./secret-places.ts";

const settingFields = ["url", "basicAuth", "clientCertificate", "rootCa"];

/** `registries:` of the configuration file. Throws `malformed-file`. */
export function registrySettings(root: ConfigSection): readonly RegistrySetting[] {
  return root.sections("registries", settingFields).map((section) => {
    const basicAuth = section.section("basicAuth", secretFields);
    const clientCertificate = section.section("clientCertificate", certificateFields);
    const rootCa = section.section("rootCa", secretFields);
    return {
      url: urlOf(section),
      ...(basicAuth === undefined ? {} : { basicAuth: secretPlace(basicAuth) }),
      ...(clientCertificate === undefined ? {} : { clientCertificate: certificatePlace(clientCertificate) }),
      ...(rootCa === undefined ? {} : { rootCa: secretPlace(rootCa) }),
    };
  });
}

function urlOf(section: ConfigSection): string {
  const url = section.text("url");
  if (url === undefined) throw section.error("a registry needs its url");
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol)) throw section.error("url should begin with https:// or http://", "url");
  if (parsed.username !== "" || parsed.password !== "")
    throw section.error("url has a password in it; name the secret under basicAuth instead", "url");
  return url;
}
