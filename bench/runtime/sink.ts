/** A bare HTTP sink as a process of its own: it reads what it gets and answers with nothing. Prints its port. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

const server = createServer((request, response) => {
  request.on("end", () => response.end("null"));
  request.resume();
});
server.listen(0, "127.0.0.1", () => console.log((server.address() as AddressInfo).port));
