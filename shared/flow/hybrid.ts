import type { Service } from './flow.ts';

/** What of a service decides whom its global filters and pipes reach. */
type Ways = Pick<Service, 'listeners' | 'inheritAppConfig'>;

const isMicroservice = ({ transport }: Service['listeners'][string]): boolean => transport !== 'http';

/** Whether messages can reach it at all. */
export const hearsMessages = ({ listeners }: Ways): boolean => Object.values(listeners).some(isMicroservice);

/** A Nest application whose microservices are connected to it (`connectMicroservice`), not one that is a microservice itself. */
export const isHybrid = (service: Ways): boolean => hearsMessages(service) && Object.keys(service.listeners).length > 1;

/**
 * Whether `useGlobalFilters` and `useGlobalPipes` mean its messages, too: the microservices of a hybrid application have a
 * configuration of their own unless they are connected with `inheritAppConfig` (nestjs/nest#316).
 */
export const globalsReachMessages = (service: Ways): boolean =>
  hearsMessages(service) && (!isHybrid(service) || service.inheritAppConfig === true);
