/**
 * Severity of the risk that HSS found in an image (`severity_level` of ListCicdImages and
 * ListRegistryImages). The highest level is High; see `VulnerabilitySeverity` for Critical.
 */
export enum SeverityLevel {
  /** No risk was found. */
  SECURITY = 'Security',
  /** Low risk. */
  LOW = 'Low',
  /** Medium risk. */
  MEDIUM = 'Medium',
  /** High risk. */
  HIGH = 'High',
}

/**
 * State of the scan of an image (`scan_status` of ListCicdImages and ListRegistryImages). Rows can
 * have all seven values. A query accepts all but `DOWNLOAD_FAILED` and `IMAGE_OVERSIZED`.
 */
export enum ScanStatus {
  /** Not scanned. */
  UNSCAN = 'unscan',
  /** The scan is complete. */
  SUCCESS = 'success',
  /** The scan is running. */
  SCANNING = 'scanning',
  /** The scan failed. */
  FAILED = 'failed',
  /** The image could not be downloaded. Not allowed in a query. */
  DOWNLOAD_FAILED = 'download_failed',
  /** The image is too large to be scanned. Not allowed in a query. */
  IMAGE_OVERSIZED = 'image_oversized',
  /** The image is waiting for its scan. */
  WAITING_FOR_SCAN = 'waiting_for_scan',
}

/** Kind of an image registry (`registry_type` of ListRegistry and ListAssociateRegistries). */
export enum RegistryType {
  /** Harbor. */
  HARBOR = 'Harbor',
  /** JFrog. */
  JFROG = 'Jfrog',
  /** SWR, private images. */
  SWR_PRIVATE = 'SwrPrivate',
  /** SWR, shared images. */
  SWR_SHARED = 'SwrShared',
  /** SWR Enterprise Edition. */
  SWR_ENTERPRISE = 'SwrEnterprise',
  /** Any other registry. */
  OTHER = 'Other',
}

/** Connection status of a registry (`status` of ListRegistry). */
export enum RegistryStatus {
  /** Connected. */
  SUCCESS = 'success',
  /** The connection failed. `failReason` of the row has the reason. */
  FAIL = 'fail',
  /** The connection is being established. */
  ACCESSING = 'accessing',
}

/** State of the synchronization of a registry (`sync_status` of ListAssociateRegistries). */
export enum SyncStatus {
  /** The synchronization is complete. */
  FINISHED = 'finished',
  /** The synchronization is running. */
  RUNNING = 'running',
  /** The synchronization failed. `failedReason` of the row has the reason. */
  FAILED = 'failed',
}

/** Pipeline that had a CI/CD image scanned (`pipeline_type` of ListCicdImages). */
export enum PipelineType {
  /** Jenkins. */
  JENKINS = 'jenkins',
  /** CodeArts. */
  CODEARTS = 'codearts',
}

/** Kind of a registry image (`image_type` of ListRegistryImages). */
export enum RegistryImageType {
  /** A private SWR image. */
  PRIVATE_IMAGE = 'private_image',
  /** An SWR image that another account shares. */
  SHARED_IMAGE = 'shared_image',
  /** An image of an SWR Enterprise instance. */
  INSTANCE_IMAGE = 'instance_image',
  /** A Harbor image. */
  HARBOR = 'harbor',
  /** A JFrog image. */
  JFROG = 'jfrog',
}

/** State of a shared image (`shared_status` of ListRegistryImages). */
export enum SharedImageStatus {
  /** The image can be used. */
  EFFECTIVE = 'effective',
  /** The sharing has expired. */
  EXPIRED = 'expired',
}

/** Sort key of a listing of images (`sort_key` of ListCicdImages and ListRegistryImages). */
export enum SortKey {
  /** The time of the latest scan. */
  LATEST_SCAN_TIME = 'latest_scan_time',
}

/** Sort direction (`sort_dir` of ListCicdImages and ListRegistryImages). */
export enum SortDir {
  /** Ascending. This is HSS's default. */
  ASC = 'asc',
  /** Descending. */
  DESC = 'desc',
}

/**
 * Severity of one vulnerability (`severity_level` of ListGeneralImageVuls). Rows of images use
 * `SeverityLevel`, which has no Critical.
 */
export enum VulnerabilitySeverity {
  /** Critical. */
  CRITICAL = 'Critical',
  /** High. */
  HIGH = 'High',
  /** Medium. */
  MEDIUM = 'Medium',
  /** Low. */
  LOW = 'Low',
}

/**
 * How urgently HSS recommends to repair a vulnerability (`repair_necessity` of
 * ListImageVulnerabilities). It does not distinguish Critical from High.
 */
export enum RepairNecessity {
  /** High or Critical severity. */
  IMMEDIATE_REPAIR = 'immediate_repair',
  /** Medium severity. */
  DELAY_REPAIR = 'delay_repair',
  /** Low severity. */
  NOT_NEEDED_REPAIR = 'not_needed_repair',
}

/** Kind of a vulnerability (`type` of ListImageVulnerabilities and ListGeneralImageVuls). */
export enum VulnerabilityType {
  /** A vulnerability in a package of the operating system. */
  LINUX_VUL = 'linux_vul',
  /** A vulnerability in a library of an application. */
  APP_VUL = 'app_vul',
}

/**
 * Whether a vulnerability is handled in HSS's console: ignored, whitelisted or repaired
 * (`handle_status` of ListImageVulnerabilities).
 */
export enum HandleStatus {
  /** Not handled. */
  UNHANDLED = 'unhandled',
  /** Ignored, whitelisted or repaired. */
  HANDLED = 'handled',
}

/** Kind of an image whose vulnerabilities are listed (`image_type` of ListImageVulnerabilities). */
export enum VulnerableImageType {
  /** A CI/CD image. */
  CICD = 'cicd',
  /** A private SWR image. */
  PRIVATE_IMAGE = 'private_image',
  /** An SWR image that another account shares. */
  SHARED_IMAGE = 'shared_image',
  /** An image of an SWR Enterprise instance. */
  INSTANCE_IMAGE = 'instance_image',
  /** A Harbor image. */
  HARBOR = 'harbor',
  /** A JFrog image. */
  JFROG = 'jfrog',
}
