import type { ServiceHealth } from '../health/serviceHealth.ts';
import { grpc, protoLoader } from '../wire/grpcPackage.ts';

/**
 * `grpc.health.v1.Health/Check`, which Kubernetes, grpcurl and the GRPCHealthIndicator of @nestjs/terminus ask. Beside the
 * methods of the drawing, in a package that no drawing can have, and told to nobody.
 * Source: https://github.com/grpc/grpc/blob/master/doc/health-checking.md
 */

const serving = 1;
const notServing = 2;

const json = {
  nested: {
    grpc: {
      nested: {
        health: {
          nested: {
            v1: {
              nested: {
                HealthCheckRequest: { fields: { service: { type: 'string', id: 1 } } },
                HealthCheckResponse: { fields: { status: { type: 'int32', id: 1 } } },
                Health: {
                  methods: { Check: { requestType: 'HealthCheckRequest', responseType: 'HealthCheckResponse' } },
                },
              },
            },
          },
        },
      },
    },
  },
};

let made: protoLoader.ServiceDefinition | undefined;

/** The definition, made once. */
export function grpcHealthDefinition(): protoLoader.ServiceDefinition {
  made ??= protoLoader.fromJSON(json as unknown as Parameters<typeof protoLoader.fromJSON>[0])[
    'grpc.health.v1.Health'
  ] as protoLoader.ServiceDefinition;
  return made;
}

/** The whole server is asked, or any of its services: they are well together. */
export function addGrpcHealth(server: grpc.Server, health: ServiceHealth): void {
  const check: grpc.handleUnaryCall<unknown, { status: number }> = (_call, answer) => {
    health.answer().then(
      ({ isReady }) => answer(null, { status: isReady ? serving : notServing }),
      (error: unknown) => answer({ code: grpc.status.INTERNAL, details: String(error) }),
    );
  };
  server.addService(grpcHealthDefinition(), { Check: check });
}
