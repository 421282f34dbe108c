import { IncomingMessage } from 'node:http';
import { Authentication } from './access/authentication';
import { generateRow } from './data/generate';
import { RowList } from './data/rows';
import { Store } from './data/store';
import { FaultSubject } from './faults/book';
import { Fault } from './faults/faults';
import { changesPage, makePage } from './faults/page';
import { SimulatedProject } from './options';
import { imagesIn, registriesIn } from './on-demand/request-body';
import { FilterReading, SelectedRows, selectRows } from './query/listing';
import { Parameters, checkParameters } from './query/parameters';
import { QueryPairs, parseTarget } from './query/query';
import { pageJson, readyPage, sentPage } from './query/sent-page';
import { ListEndpoint, SimulatedListRoute, PlainEndpoint, simulatedRouteOf } from './query/routes';
import { invalidParameter, noPermission, notFound } from './refusal';

/** A request to answer with 200, unless a fault applies. */
export interface Accepted {
  readonly subject: FaultSubject;
  /**
   * Returns the body, or a `Buffer` with its JSON. Called as late as possible, because rows may
   * drift in between.
   */
  answer(faults: readonly Fault[]): unknown;
}

/** HSS and IAM without the transport: returns the content of the answer to a request. */
export class Service {
  constructor(
    private readonly authentication: Authentication,
    private readonly projectId: string,
    private readonly projects: readonly SimulatedProject[],
    private readonly reading: FilterReading,
  ) {}

  /** Checks a request in the same order as HSS: API, credentials, project, parameters. */
  public accept(request: IncomingMessage, body: Buffer, store: Store): Accepted {
    const method = request.method ?? '';
    const target = parseTarget(request.url ?? '');
    const route = simulatedRouteOf(method, target.segments);
    this.authentication.check({ method, target, headers: request.headers, body }, Date.now());
    if (route.endpoint === 'iam') return this.acceptProjects(target.pairs);
    if (route.projectId !== this.projectId) throw noPermission();
    const parameters = checkParameters(route.endpoint, target.pairs);
    const { onDemand } = store;
    onDemand.settle(Date.now());
    switch (route.endpoint) {
      case 'statistics':
        return plain('statistics', () => this.statisticsOf(store, parameters));
      case 'quota':
        return plain('quota', () => onDemand.statistics());
      case 'synchronize': {
        const ids = registriesIn(body);
        return plain('synchronize', () => onDemand.synchronize(ids, Date.now()));
      }
      case 'scan': {
        const images = imagesIn(body);
        return plain('scan', () => onDemand.scan(images, Date.now()));
      }
      default:
        return this.acceptListing(
          route.endpoint,
          listOf(route, store, parameters, this.reading.ignored),
          parameters,
        );
    }
  }

  private acceptProjects(pairs: QueryPairs): Accepted {
    const unknown = pairs.find(([name]) => name !== 'name');
    if (unknown !== undefined || pairs.length > 1) {
      throw invalidParameter('the simulated IAM knows the parameter name only, once');
    }
    const name = pairs[0]?.[1];
    return {
      subject: { endpoint: 'iam' },
      answer: () => ({
        projects: this.projects
          .filter((project) => name === undefined || project.name === name)
          .map(({ id, name: named }) => ({
            id,
            name: named,
            domain_id: 'demo-domain',
            parent_id: 'demo-domain',
            description: '',
            enabled: true,
            is_domain: false,
          })),
        links: { next: null, previous: null, self: null },
      }),
    };
  }

  /** Counts the rows of both lists of images. Local images are not simulated. */
  private statisticsOf(store: Store, parameters: Parameters): object {
    const countOf = (endpoint: 'cicd' | 'registry-images'): number =>
      selectRows(endpoint, store[endpoint], parameters, this.reading).total;
    return {
      local_num: 0,
      cicd_num: countOf('cicd'),
      registry_num: countOf('registry-images'),
    };
  }

  private acceptListing(endpoint: ListEndpoint, list: RowList, parameters: Parameters): Accepted {
    const offset = Number(parameters.get('offset') ?? 0);
    const limit = Number(parameters.get('limit') ?? 10);
    const selected = (): SelectedRows => selectRows(endpoint, list, parameters, this.reading);
    return {
      subject: { endpoint, page: { offset, limit, total: selected().total } },
      answer: (faults) => {
        faults.forEach((fault) => drift(list, endpoint, fault));
        return faults.some(changesPage)
          ? sentPage(makePage(selected(), offset, limit, faults), endpoint)
          : readyPage(list, parameters, () => pageJson(selected(), offset, limit, endpoint));
      },
    };
  }
}

/**
 * Accepts a request without pages. It is carried out when it is answered, unless a fault replaces
 * the answer.
 */
function plain(endpoint: PlainEndpoint, answer: () => unknown): Accepted {
  return { subject: { endpoint }, answer };
}

/** Returns the complete list of a route, before filters. */
function listOf(
  route: SimulatedListRoute,
  store: Store,
  parameters: Parameters,
  ignored: ReadonlySet<string>,
): RowList {
  const { vulnerabilities } = store;
  switch (route.endpoint) {
    case 'sync': {
      const list = store.sync.get(route.taskId);
      if (list === undefined) throw notFound(`Task ${route.taskId}`);
      return list;
    }
    case 'image-vulnerabilities':
      return vulnerabilities.ofImage(route.imageId, parameters, ignored);
    case 'project-vulnerabilities':
      return vulnerabilities.ofProject(parameters, ignored);
    case 'vulnerability-cves':
      return vulnerabilities.cvesOf(route.vulId);
    default:
      return store[route.endpoint];
  }
}

/** The number of inserted rows, so that each one is new. */
let inserted = 0;

function drift(list: RowList, endpoint: ListEndpoint, fault: Fault): void {
  if (fault.kind !== 'drift') return;
  if (fault.removeAt !== undefined) list.remove(fault.removeAt);
  if (fault.insertAt !== undefined) {
    inserted++;
    const index = 10_000_000 + inserted;
    list.insert(fault.insertAt, fault.row ?? generateRow(endpoint, index, index + 1, Date.now()));
  }
}
