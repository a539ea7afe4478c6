import type { ClientCertificatePlace } from "../../core/record/registry-access.ts";
import type { SecretPlace } from "../../core/record/secret.ts";
import type { ConfigSection } from "./config-section.ts";

export const secretFields = ["secretArn", "file"];
export const certificateFields = ["secretArn", "certificateFile", "keyFile", "keyPasswordFile"];

/** A secret's ARN or a file. Throws `malformed-file`. */
export function secretPlace(section: ConfigSection): SecretPlace {
  const [arn, path] = [arnOf(section), section.file("file")];
  if (arn !== undefined && path === undefined) return { kind: "secret", arn };
  if (path !== undefined && arn === undefined) return { kind: "file", path };
  throw section.error("give secretArn or file, one of them");
}

/** A secret's ARN, or PEM files. Throws `malformed-file`. */
export function certificatePlace(section: ConfigSection): ClientCertificatePlace {
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
