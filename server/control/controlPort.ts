import type { AddressInfo, Server } from 'node:net';
import type { INestApplication } from '@nestjs/common';
import { Transport, type MicroserviceOptions } from '@nestjs/microservices';

/** Opens CONTROL_PORT, on loopback only: whoever reaches it may do everything. Returns the port, which is a free one for 0. */
export async function openControlPort(app: INestApplication, port: number): Promise<number> {
  const options = { host: '127.0.0.1', port, maxBufferSize: 4 << 20 };
  const microservice = app.connectMicroservice<MicroserviceOptions>({ transport: Transport.TCP, options });
  await app.startAllMicroservices();
  return (microservice.unwrap<Server>().address() as AddressInfo).port;
}
