import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import type { INestApplication } from '@nestjs/common';
import { Transport, type MicroserviceOptions } from '@nestjs/microservices';

const host = '127.0.0.1';

/** Opens CONTROL_PORT, on loopback only: whoever reaches it may do everything. Returns the port, which is a free one for 0. */
export async function openControlPort(app: INestApplication, port: number): Promise<number> {
  await expectFree(port);
  const options = { host, port, maxBufferSize: 4 << 20 };
  const microservice = app.connectMicroservice<MicroserviceOptions>({ transport: Transport.TCP, options });
  await app.startAllMicroservices();
  return (microservice.unwrap<Server>().address() as AddressInfo).port;
}

/** Nest logs the whole error of a port that is taken before it rejects; whoever starts the server says it in a line. */
async function expectFree(port: number): Promise<void> {
  const probe = createServer().listen(port, host);
  await once(probe, 'listening');
  probe.close();
  await once(probe, 'close');
}
