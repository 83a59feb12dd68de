/** The release of curl whose words and bytes ours are held against. */
export const CURL_VERSION = "7.88.1";
export const CURL_USER_AGENT = `curl/${CURL_VERSION}`;
