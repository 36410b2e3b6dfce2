import type { DatabaseKind } from './databases.ts';
import type { Published } from './published.ts';
import type { Entry } from './yaml.ts';

/** Whose database it is, where it is asked, whether it answers without a password, and the probe kinds that there are. */
export interface Asked {
	readonly of: string;
	readonly at: Published;
	readonly open?: true | undefined;
	readonly kinds: ReadonlySet<string>;
}

/** The variable of the environment in which a password is looked for. */
function variableOf(is: string, of: string): string {
	return `${is}_password_${of}`.toUpperCase().replace(/[^A-Z0-9]+/g, '_');
}

/** What asks a database itself, once there is an account for it; undefined for databases that only their port is known of. */
function inside({ is }: DatabaseKind, { of, at, open }: Asked): Entry | undefined {
	const address = `${at.address}:${at.port}`;
	const password = `\${env:${variableOf(is, of)}}`;
	switch (is) {
		case 'postgres':
			return {
				above: [
					'what it says of itself: make the account by CREATE USER watchdeck PASSWORD ... IN ROLE pg_monitor,',
					`put its password into the variable ${variableOf(is, of)}, and take away the sign before the next line`,
				],
				...{ key: is, value: { flow: { kind: is, address, user: 'watchdeck', password } }, off: true },
			};
		case 'redis':
			if (open === true) return { key: is, value: { flow: { kind: is, address } } };
			return {
				above: [
					`what it says of itself: put its password into the variable ${variableOf(is, of)}, and take away the`,
					'sign before the next line',
				],
				...{ key: is, value: { flow: { kind: is, address, password } }, off: true },
			};
		case 'mysql':
		case 'mongo':
			return undefined;
	}
}

/** The lines of a database: its port, which needs no password, and what asks it itself, to be taken in by a person. */
export function databaseLines(database: DatabaseKind, asked: Asked): readonly Entry[] {
	const { at, kinds } = asked;
	const line = kinds.has(database.is) ? inside(database, asked) : undefined;
	return [
		{
			key: `${database.is}-port`,
			value: { flow: { kind: 'tcp', address: `${at.address}:${at.port}` } },
			beside: `${database.title} accepts connections`,
		},
		...(line === undefined ? [] : [line]),
	];
}
