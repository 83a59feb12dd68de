/** Which of a jar's partitions: a cookie with `Partitioned` lies in one, and is sent from there only (CHIPS). */
export interface PartitionKey {
  /** The site of the page in the address bar: "https://news.test". */
  readonly topLevelSite: string;
  /**
   * A document of another site is on the way from that page to the request, or the request itself leaves the site. It
   * keeps what a page has set for itself from copies of that page which others embed.
   */
  readonly crossSiteAncestor: boolean;
}

export function samePartition(a: PartitionKey | undefined, b: PartitionKey | undefined): boolean {
  return a?.topLevelSite === b?.topLevelSite && a?.crossSiteAncestor === b?.crossSiteAncestor;
}
