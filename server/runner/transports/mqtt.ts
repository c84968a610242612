import { problem } from '#shared/problem.ts';
import { matchesMqttFilter, mqttPrefix } from '#shared/transports/mqttTopic.ts';
import { traced } from '../trace/tracedServer.ts';
import { PatientServerMqtt } from './mqttServer.ts';
import type { MakeListener } from './serviceListener.ts';

/** NestJS over MQTT topics. */
export const makeMqttListener: MakeListener = ({ watch, broker, group, qos, onChange }) => {
  // Without an address the replica never starts it; an address that nobody listens on is as good as none.
  const { prefix: given, ...address } = broker ?? { host: '127.0.0.1', port: 0 };
  const prefix = mqttPrefix(given);
  const watched = { ...watch, prefix, matches: (route: string, topic: string) => matches(route, topic) };
  const strategy = new (traced(PatientServerMqtt, watched))({ ...address, prefix, group, qos, onChange });
  return {
    as: 'microservice',
    strategy,
    port: () => undefined,
    isUp: () => strategy.isUp,
    problem: () => (strategy.isUp ? undefined : problem('brokerFailed', awayMessage)),
    stopAccepting: () => strategy.stopAccepting(),
    cut: () => strategy.close(),
  };
};

const matches = (filter: string, topic: string): boolean => matchesMqttFilter(filter.split('/'), topic.split('/'));

const awayMessage =
  'The MQTT broker does not answer, so no message reaches this listener. It goes on trying; start the broker again.';
