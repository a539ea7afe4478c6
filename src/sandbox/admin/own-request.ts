import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";

/**
 * Whether a request is meant for the sandbox: a page in the user's browser may reach its port under a name of the page's
 * own (DNS rebinding), or without leave to read the answer, and must not steer it. A browser tells both in these headers.
 */
export function isOwnRequest({ headers: { host, origin }, socket }: Pick<IncomingMessage, "headers" | "socket">): boolean {
  const hosts = ownHosts(socket);
  if (host === undefined || !hosts.includes(host.toLowerCase())) return false;
  return origin === undefined || hosts.some((own) => origin.toLowerCase() === `http://${own}`);
}

/** The address that the request came in at, and loopback's names: a container sees another address than its caller. */
function ownHosts({ localAddress = "", localPort }: Pick<Socket, "localAddress" | "localPort">): string[] {
  const address = localAddress.replace(/^::ffff:/, "");
  const names = ["127.0.0.1", "localhost", "[::1]", address.includes(":") ? `[${address}]` : address];
  // Clients leave HTTP's own port out.
  return names.flatMap((name) => (localPort === 80 ? [name, `${name}:80`] : [`${name}:${localPort}`]));
}
