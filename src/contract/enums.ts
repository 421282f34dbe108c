/**
 * How severe the risk is that HSS found in an image, from the image's own row
 * (`severity_level` of ListCicdImages and ListRegistryImages). HSS knows no level above High.
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
 * Where an image stands in HSS's scanning (`scan_status` of ListCicdImages and ListRegistryImages). Rows know all
 * seven; the query's filter takes all but `DOWNLOAD_FAILED` and `IMAGE_OVERSIZED`.
 */
export enum ScanStatus {
  /** Not scanned. */
  UNSCAN = 'unscan',
  /** The scan is complete. */
  SUCCESS = 'success',
  /** The scan is under way. */
  SCANNING = 'scanning',
  /** The scan failed. */
  FAILED = 'failed',
  /** The image could not be downloaded. Not a filter value. */
  DOWNLOAD_FAILED = 'download_failed',
  /** The image is too large to be scanned. Not a filter value. */
  IMAGE_OVERSIZED = 'image_oversized',
  /** The image waits for its scan. */
  WAITING_FOR_SCAN = 'waiting_for_scan',
}

/** The kind of an image registry (`registry_type` of ListRegistry and ListAssociateRegistries). */
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

/** Whether HSS can reach a registry (`status` of ListRegistry). */
export enum RegistryStatus {
  /** Connected. */
  SUCCESS = 'success',
  /** The connection failed. The row's `failReason` says why. */
  FAIL = 'fail',
  /** Being connected. */
  ACCESSING = 'accessing',
}

/** How far the synchronization of a registry is (`sync_status` of ListAssociateRegistries). */
export enum SyncStatus {
  /** Complete. */
  FINISHED = 'finished',
  /** Under way. */
  RUNNING = 'running',
  /** Failed. The row's `failedReason` says why. */
  FAILED = 'failed',
}

/** The pipeline that had a CI/CD image scanned (`pipeline_type` of ListCicdImages). */
export enum PipelineType {
  /** Jenkins. */
  JENKINS = 'jenkins',
  /** CodeArts. */
  CODEARTS = 'codearts',
}

/** The kind of a registry image (`image_type` of ListRegistryImages). */
export enum RegistryImageType {
  /** A private image of SWR. */
  PRIVATE_IMAGE = 'private_image',
  /** An image of SWR that another account shares. */
  SHARED_IMAGE = 'shared_image',
  /** An image of an SWR Enterprise instance. */
  INSTANCE_IMAGE = 'instance_image',
  /** An image of Harbor. */
  HARBOR = 'harbor',
  /** An image of JFrog. */
  JFROG = 'jfrog',
}

/** Whether a shared image can still be used (`shared_status` of ListRegistryImages). */
export enum SharedImageStatus {
  /** It can be used. */
  EFFECTIVE = 'effective',
  /** The time for which it was shared is over. */
  EXPIRED = 'expired',
}

/** What a listing of images can be sorted by (`sort_key` of ListCicdImages and ListRegistryImages). */
export enum SortKey {
  /** The time of the latest scan. */
  LATEST_SCAN_TIME = 'latest_scan_time',
}

/** The direction of a sort (`sort_dir` of ListCicdImages and ListRegistryImages). */
export enum SortDir {
  /** Ascending, as HSS does when nothing is said. */
  ASC = 'asc',
  /** Descending. */
  DESC = 'desc',
}

/**
 * The severity of one vulnerability (`severity_level` of ListGeneralImageVuls). An image's own row has no Critical: see
 * `SeverityLevel`.
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

/** How soon HSS wants a vulnerability repaired (`repair_necessity` of ListImageVulnerabilities). HSS knows no Critical here. */
export enum RepairNecessity {
  /** High severity, or Critical. */
  IMMEDIATE_REPAIR = 'immediate_repair',
  /** Medium severity. */
  DELAY_REPAIR = 'delay_repair',
  /** Low severity. */
  NOT_NEEDED_REPAIR = 'not_needed_repair',
}

/** The kind of a vulnerability (`type` of ListImageVulnerabilities and ListGeneralImageVuls). */
export enum VulnerabilityType {
  /** In a package of the operating system. */
  LINUX_VUL = 'linux_vul',
  /** In an application's library. */
  APP_VUL = 'app_vul',
}

/** Whether someone has handled a vulnerability in HSS's console: ignored, whitelisted or repaired it (`handle_status`). */
export enum HandleStatus {
  /** Not handled. */
  UNHANDLED = 'unhandled',
  /** Ignored, whitelisted or repaired. */
  HANDLED = 'handled',
}

/** The kind of an image whose vulnerabilities are listed (`image_type` of ListImageVulnerabilities). */
export enum VulnerableImageType {
  /** A CI/CD image. */
  CICD = 'cicd',
  /** A private image of SWR. */
  PRIVATE_IMAGE = 'private_image',
  /** An image of SWR that another account shares. */
  SHARED_IMAGE = 'shared_image',
  /** An image of an SWR Enterprise instance. */
  INSTANCE_IMAGE = 'instance_image',
  /** An image of Harbor. */
  HARBOR = 'harbor',
  /** An image of JFrog. */
  JFROG = 'jfrog',
}
