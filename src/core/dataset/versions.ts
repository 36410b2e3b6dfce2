/** The parts of a version that count: `15`, `10.11`. What is no version has none. */
function partsOf(version: string): readonly number[] {
	return (/^\d+(?:\.\d+)*/.exec(version)?.[0] ?? '').split('.').filter(Boolean).map(Number);
}

/** Whether a program is of an earlier version than the server, in the first part, so that it may not know what is in it. */
export function isOlder(tool: string, server: string): boolean {
	const [[mine], [its]] = [partsOf(tool), partsOf(server)];
	return mine !== undefined && its !== undefined && mine < its;
}
