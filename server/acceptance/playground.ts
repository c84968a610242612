import type { CommandInput } from '#shared/protocol.ts';
import { isHopEvent, type HopEvent, type HopEventType, type TraceEvent } from '#shared/trace.ts';
import type { TestPage } from '../testing/testPage.ts';
import type { TestServer } from '../testing/testServer.ts';
import type { TestSession } from '../testing/testSession.ts';

/** One playground: driven over REST, watched by a page that joined it before anything was sent. */
export class Playground implements AsyncDisposable {
  readonly session: TestSession;
  readonly page: TestPage;

  private constructor(session: TestSession, page: TestPage) {
    this.session = session;
    this.page = page;
  }

  static async open(server: TestServer, from: CommandInput<'openSession'>): Promise<Playground> {
    const session = await server.openSession(from);
    return new Playground(session, await session.join());
  }

  /** Everything that happened, once `enough` holds. */
  async eventsUntil(enough: (events: readonly TraceEvent[]) => boolean): Promise<readonly TraceEvent[]> {
    await this.page.until(({ events }) => enough(events));
    return this.page.events;
  }

  /** The hop events of one trace, once `types` have all happened in it. */
  async trace(traceId: string, ...types: HopEventType[]): Promise<HopEvent[]> {
    const ofTrace = (events: readonly TraceEvent[]): HopEvent[] =>
      events.filter(isHopEvent).filter((event) => event.traceId === traceId);
    const events = await this.eventsUntil((all) => {
      const seen = new Set(ofTrace(all).map(({ type }) => type));
      return types.every((type) => seen.has(type));
    });
    return ofTrace(events);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.page[Symbol.dispose]();
    await this.session.close();
  }
}
