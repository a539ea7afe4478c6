import type { ClientCertificatePlace, RegistrySetting } from "../../core/record/registry-access.ts";
import type { SecretPlace } from "../../core/record/secret.ts";
import type { ConfigSection } from "./config-section.ts";

const settingFields = ["url", "basicAuth", "clientCertificate", "rootCa"];

/** `registries:` of the configuration file. Throws `malformed-file`. */
export function registrySettings(root: ConfigSection): readonly RegistrySetting[] {
  return root.sections("registries", settingFields).map((section) => {
    const basicAuth = section.section("basicAuth", ["secretArn", "file"]);
    const clientCertificate = section.section("clientCertificate", ["secretArn", "certificateFile", "keyFile", "keyPasswordFile"]);
    const rootCa = section.section("rootCa", ["secretArn", "file"]);
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

function secretPlace(section: ConfigSection): SecretPlace {
  const [arn, path] = [arnOf(section), section.file("file")];
  if (arn !== undefined && path === undefined) return { kind: "secret", arn };
  if (path !== undefined && arn === undefined) return { kind: "file", path };
  throw section.error("give secretArn or file, one of them");
}

function certificatePlace(section: ConfigSection): ClientCertificatePlace {
  const [arn, certificate, key] = [arnOf(section), section.file("certificateFile"), section.file("keyFile")];
  const keyPassword = section.file("keyPasswordFile");
  const areFiles = certificate !== undefined || key !== undefined || keyPassword !== undefined;
  if (arn !== undefined && !areFiles) return { kind: "secret", arn };
  if (arn !== undefined || certificate === undefined || key === undefined)
    throw section.error("give secretArn, or certificateFile and keyFile");
  return { kind: "files", certificate, key, ...(keyPassword === undefined ? {} : { keyPassword }) };
}

function arnOf(section: ConfigSection): string | undefined {
  const arn = section.text("secretArn");
  if (arn !== undefined && !/^arn:[^:]+:secretsmanager:/.test(arn))
    throw section.error("secretArn should be the ARN of a secret in Secrets Manager", "secretArn");
  return arn;
}
