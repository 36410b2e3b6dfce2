/** The id of an environment's row. */
export function groupId(environment: string): string {
	return `${environment}/`;
}

/** What stands before the names of hosts in ids; no environment may be called so. */
export const hostsName = 'host';

/** The id of a host, as probes, series and rows name it. */
export function hostId(host: string): string {
	return `${hostsName}/${host}`;
}

/** The name of the host that an id means; undefined for the id of a service. */
export function hostOf(id: string): string | undefined {
	return id.startsWith(`${hostsName}/`) ? id.slice(`${hostsName}/`.length) : undefined;
}

/** The name in an id, without the environment before it: what an operator types to confirm. */
export function nameOf(id: string): string {
	return id.slice(id.indexOf('/') + 1);
}

/** The environment in the id of a service. */
export function environmentOf(id: string): string {
	return id.slice(0, Math.max(0, id.indexOf('/')));
}
