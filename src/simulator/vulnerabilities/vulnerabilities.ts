import { writeJson } from '../data/exact-json';
import { RowList, SimulatedRow } from '../data/rows';
import { Parameters } from '../query/parameters';
import { projectPredicate } from '../query/filters';
import { imageVulnerabilityRow, vulnerabilityCveRows } from './derive';
import { findingAt, generatedFindings } from './generated-findings';
import { generatedVulnerability } from './generated-vulnerabilities';
import { ImageIndex, ListedImage } from './image-index';
import { projectVulnerabilityRows } from './occurrences';

/** The data on vulnerabilities, and the findings in images. */
export interface VulnerabilityData {
  /** The data about each vulnerability, by ID. */
  readonly known: ReadonlyMap<string, SimulatedRow>;
  /** The findings in each image, by ID. */
  readonly found: Map<string, readonly SimulatedRow[]>;
  /**
   * Whether images without an entry in `found` get generated findings, as many as their `vul_num`.
   */
  readonly generates: boolean;
}

/**
 * The most lists that are kept, so that they can drift and keep their selections. Making one again
 * costs little.
 */
const KEPT_LISTS = 1000;

/**
 * The three lists of vulnerabilities. They are made on request from the current lists of images: an
 * image in no list has no vulnerabilities, and a scanned image has those of its scan.
 */
export class SimulatedVulnerabilities {
  private readonly indexes: readonly ImageIndex[];
  private readonly kept = new Map<string, RowList>();
  private readonly ofProjects = new Map<
    string,
    { readonly state: string; readonly list: RowList }
  >();
  private scans = 0;

  constructor(
    private readonly images: { readonly cicd: RowList; readonly 'registry-images': RowList },
    private readonly data: VulnerabilityData,
    private readonly now: number,
  ) {
    this.indexes = [
      new ImageIndex('cicd', images.cicd),
      new ImageIndex('registry', images['registry-images']),
    ];
  }

  /**
   * Returns the complete list of ListImageVulnerabilities for an image; empty if no list of images
   * has it.
   */
  public ofImage(imageId: string, parameters: Parameters, ignored: ReadonlySet<string>): RowList {
    const project = projectPredicate(parameters, ignored)?.project;
    const asked = (name: string): string | undefined =>
      ignored.has(name) ? undefined : parameters.get(name);
    const image = this.find(imageId).find(
      (one) => (project === undefined || one.project === project) && isNamed(one, asked),
    );
    return image === undefined
      ? RowList.of([])
      : this.keep(keyOf(image, this.data), () => this.findingsOf(image));
  }

  /** Returns the complete list of ListGeneralImageVuls. */
  public ofProject(parameters: Parameters, ignored: ReadonlySet<string>): RowList {
    const project = projectPredicate(parameters, ignored)?.project;
    const pool = ignored.has('image_type') ? undefined : parameters.get('image_type');
    const key = JSON.stringify([project, pool]);
    const state = this.state();
    const last = this.ofProjects.get(key);
    if (last?.state === state) return last.list;
    const rows = projectVulnerabilityRows(
      this.imagesOf(project, pool),
      (image) => this.kept.get(keyOf(image, this.data)) ?? this.findingsOf(image),
      (vulId) => this.known(vulId),
    );
    const list = RowList.of(rows);
    this.ofProjects.set(key, { state, list });
    return list;
  }

  /**
   * Returns the complete list of ListVulnerabilityCve, which is the same for all enterprise
   * projects.
   */
  public cvesOf(vulId: string): RowList {
    return this.keep(`cves ${vulId}`, () => RowList.of(vulnerabilityCveRows(this.known(vulId))));
  }

  /** The number of vulnerabilities with data, without generated ones. */
  public get knownCount(): number {
    return this.data.known.size;
  }

  /** Returns the number of findings of each image by ID, without generated ones. */
  public foundCounts(): { readonly [imageId: string]: number } {
    return Object.fromEntries(
      [...this.data.found].map(([imageId, rows]) => [imageId, rows.length]),
    );
  }

  /**
   * Stores the findings of a scan. Without new findings, the image keeps those that agree with its
   * `vul_num`.
   */
  public scanned(
    imageId: string,
    findings: readonly SimulatedRow[] | undefined,
    vulNum: unknown,
  ): void {
    const { found, generates } = this.data;
    if (findings !== undefined) found.set(imageId, findings);
    else if (generates) found.delete(imageId);
    else if (vulNum === 0) found.set(imageId, []);
    this.kept.delete(`found ${imageId}`);
    this.scans++;
  }

  private find(imageId: string): ListedImage[] {
    return this.indexes.flatMap((index) => index.find(imageId));
  }

  private known(vulId: string): SimulatedRow | undefined {
    return (
      this.data.known.get(vulId) ??
      (this.data.generates ? generatedVulnerability(vulId, this.now) : undefined)
    );
  }

  private findingsOf({ row }: ListedImage): RowList {
    const imageId = String(row.image_id);
    const found = this.data.found.get(imageId);
    if (found !== undefined) {
      return RowList.of(
        found.map((one) =>
          imageVulnerabilityRow(
            one,
            typeof one.vul_id === 'string' ? this.known(one.vul_id) : undefined,
          ),
        ),
      );
    }
    if (!this.data.generates) return RowList.of([]);
    const findings = generatedFindings(imageId, row);
    return new RowList(findings.length, (index) => findingAt(findings, index), true);
  }

  private *imagesOf(project: string | undefined, pool: string | undefined): Generator<ListedImage> {
    for (const index of this.indexes) {
      if (pool !== undefined && index.pool !== pool) continue;
      for (const imageId of index.ids()) {
        for (const image of index.find(imageId)) {
          if (project === undefined || image.project === project) yield image;
        }
      }
    }
  }

  private keep(key: string, make: () => RowList): RowList {
    let list = this.kept.get(key);
    if (list === undefined) {
      if (this.kept.size >= KEPT_LISTS) this.forgetOne();
      this.kept.set(key, (list = make()));
    }
    return list;
  }

  /** Drops the oldest list that has not drifted. */
  private forgetOne(): void {
    for (const [key, { revision }] of this.kept) {
      if (revision === 0) {
        this.kept.delete(key);
        return;
      }
    }
  }

  /** Returns a key for the data behind the lists of projects, which changes with the data. */
  private state(): string {
    let drifts = 0;
    for (const { revision } of this.kept.values()) drifts += revision;
    const { cicd, 'registry-images': registry } = this.images;
    return [cicd.revision, registry.revision, this.scans, drifts].join();
  }
}

/**
 * Returns whether a request's names match an image. A field that the row lacks matches any name; an
 * empty name matches any field.
 */
function isNamed({ pool, row }: ListedImage, asked: (name: string) => string | undefined): boolean {
  const agrees = (name: string, own: unknown): boolean => {
    const wanted = asked(name) ?? '';
    return wanted === '' || own === undefined || own === wanted;
  };
  const type = asked('image_type') ?? pool;
  return (
    (type === 'cicd') === (pool === 'cicd') &&
    (pool === 'cicd' || agrees('image_type', row.image_type)) &&
    agrees('namespace', row.namespace) &&
    agrees('image_name', row.image_name) &&
    agrees('tag_name', row.image_version) &&
    agrees('instance_id', row.instance_id)
  );
}

/**
 * Returns the key of an image's findings. Generated findings depend on the row, so they can differ
 * between rows of one image.
 */
function keyOf({ row }: ListedImage, { found }: VulnerabilityData): string {
  const imageId = String(row.image_id);
  return found.has(imageId)
    ? `found ${imageId}`
    : `generated ${imageId} ${writeJson([row.vul_num, row.severity_level])}`;
}
