/** Where the locks of a host lie: gone after a restart of the host, as whoever held them is. */
export const lockFolder = '/run/lock/watchdeck';
/** A lock that was not beaten for so many seconds is stale: it may be taken over knowingly. */
export const staleSeconds = 60;
