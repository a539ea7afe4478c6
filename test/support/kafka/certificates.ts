import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

/** PEM texts. */
interface KeyPair {
  readonly certificate: string;
  readonly key: string;
}

export interface TestCertificates {
  /** The authority that signed the other three. */
  readonly authority: string;
  readonly broker: KeyPair;
  readonly client: KeyPair;
  /** Signed by an authority that the broker does not know. */
  readonly stranger: KeyPair;
}

const openssl = (folder: string, args: readonly string[]) => promisify(execFile)("openssl", [...args], { cwd: folder });

/** Made anew, for a week; 127.0.0.1 is the broker's name. */
export async function makeCertificates(folder: string): Promise<TestCertificates> {
  await writeFile(join(folder, "broker.ext"), "subjectAltName=IP:127.0.0.1\n");
  await writeFile(join(folder, "client.ext"), "extendedKeyUsage=clientAuth\n");
  await makeAuthority(folder, "authority");
  await makeAuthority(folder, "other-authority");
  const broker = await signed(folder, "broker", "authority", "broker.ext");
  const client = await signed(folder, "client", "authority", "client.ext");
  const stranger = await signed(folder, "stranger", "other-authority", "client.ext");
  return { authority: await readFile(join(folder, "authority.pem"), "utf8"), broker, client, stranger };
}

async function makeAuthority(folder: string, name: string): Promise<void> {
  const args = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "7", "-subj", `/CN=${name}`];
  await openssl(folder, [...args, "-keyout", `${name}.key`, "-out", `${name}.pem`]);
}

async function signed(folder: string, name: string, authority: string, extensions: string): Promise<KeyPair> {
  await openssl(folder, ["req", "-newkey", "rsa:2048", "-nodes", "-subj", `/CN=${name}`, "-keyout", `${name}.key`, "-out", `${name}.csr`]);
  const by = ["-CA", `${authority}.pem`, "-CAkey", `${authority}.key`, "-CAcreateserial"];
  await openssl(folder, ["x509", "-req", "-in", `${name}.csr`, ...by, "-days", "7", "-extfile", extensions, "-out", `${name}.pem`]);
  const [certificate, key] = [await readFile(join(folder, `${name}.pem`), "utf8"), await readFile(join(folder, `${name}.key`), "utf8")];
  return { certificate, key };
}
