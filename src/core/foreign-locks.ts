import { lengthText } from './length-text.ts';
import type { Instance, Millis } from './model.ts';

/** A lock of another program on a host, which it takes while it deploys a service. `exact`: only the one of this name. */
export interface ForeignName {
	readonly by: 'Kamal' | 'Dokku';
	readonly name: string;
	readonly exact: boolean;
}

/** A lock of another program as it lies on a host. */
export interface ForeignLock {
	readonly name: string;
	/** Who took it, by what is written in it, else the account that owns it. */
	readonly who: string;
	/** How long it has been there, by its host's own clock. */
	readonly held: Millis;
	/** Why, in the words of whoever took it. */
	readonly why?: string;
}

/** A lock of another program as a cockpit saw it. */
export interface SeenLock extends Omit<ForeignLock, 'held'> {
	readonly by: ForeignName['by'];
	readonly since: Millis;
}

/** Who holds a lock of another program, since when and why. */
export function foreignText(
	{ by, name, who, why }: Omit<SeenLock, 'since'>,
	{ host, held }: { readonly host: string; readonly held: Millis },
): string {
	const since = held < 1_000 ? 'since just now' : `since ${lengthText(held)} ago`;
	return `${by}'s lock ${name} on ${host} is held by ${who}, ${since}${why === undefined ? '' : `: ${why}`}.`;
}

/** A name that can be that of a file, and leads nowhere else. */
const plain = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,200}$/;
const longest = 200;

function kamalName({ labels }: Instance): readonly ForeignName[] {
	const { service, role, destination } = labels;
	if (service === undefined) return [];
	const isApp = role !== undefined || destination !== undefined;
	// The label of what stands beside an app is the app's name and its own, with a dash between: `shop-db`.
	const name = isApp && destination !== undefined && destination !== '' ? `${service}-${destination}` : service;
	return [{ by: 'Kamal', name, exact: isApp }];
}

/** The locks of other programs that a service is under, by the labels of its containers. */
export function foreignNames(instances: readonly Instance[]): readonly ForeignName[] {
	const all = instances.flatMap((instance): readonly ForeignName[] => {
		const app = instance.labels['com.dokku.app-name'];
		return app === undefined ? kamalName(instance) : [{ by: 'Dokku', name: app, exact: true }];
	});
	const found = new Map(all.filter(({ name }) => plain.test(name)).map((one) => [`${one.by} ${one.name}`, one]));
	return [...found.values()];
}

/**
 * Prints the locks of another program on a host as lines `name=value`, each beginning with `lock`: its name, the account that
 * owns it, since when (seconds), and what is written in it; first `now`. `$1` is the program, what follows the names that are meant.
 *
 * Kamal: a folder `lock-SERVICE[-DESTINATION]` with a file `details` (base64) in `.kamal` of whoever deploys (basecamp/kamal,
 * lib/kamal/commands/lock.rb). Dokku: the file `.deploy.lock` in the app's folder (dokku/dokku, plugins/apps/functions.go).
 */
export const foreignScript = `echo "now=$(date +%s)"
tell() {
	printf 'lock=%s\\n' "$2"
	echo "owner=$(stat -c %U "$1" 2>/dev/null)"
	echo "since=$(stat -c %Y "$1" 2>/dev/null)"
}
case $1 in
Kamal)
	for home in "\${HOME:-/root}" /root /home/*; do
		for lock in "$home"/.kamal/lock-*; do
			[ -d "$lock" ] || continue
			tell "$lock" "\${lock##*/lock-}"
			echo "details=$(tr -d '\\n' <"$lock/details" 2>/dev/null | cut -c 1-2000)"
		done
	done
	;;
Dokku)
	shift
	for app; do
		lock=\${DOKKU_ROOT:-/home/dokku}/$app/.deploy.lock
		if [ -e "$lock" ]; then tell "$lock" "$app"; fi
	done
	;;
esac
exit 0`;

/** What is written in a lock of Kamal: lines `Locked by: NAME at TIME`, `Version: …`, `Message: …`. */
function detailsIn(text: string): { readonly who?: string; readonly why?: string } {
	try {
		const bytes = Uint8Array.from(atob(text.replace(/[^A-Za-z0-9+/=]/g, '')), (sign) => sign.charCodeAt(0));
		const told = new TextDecoder().decode(bytes);
		const [, who] = /^Locked by: (.+?)(?: at \S+)?$/m.exec(told) ?? [];
		const [, why] = /^Message: (.+)$/m.exec(told) ?? [];
		return { ...(who === undefined ? {} : { who }), ...(why === undefined ? {} : { why }) };
	} catch {
		// Whoever wrote it wrote no base64.
		return {};
	}
}

function line(text: string): string {
	return text.replace(/\p{Cc}+/gu, ' ').slice(0, longest);
}

function lockOf(fields: ReadonlyMap<string, string>, now: number): ForeignLock | undefined {
	const name = fields.get('lock');
	if (name === undefined) return undefined;
	const { who = fields.get('owner') ?? '', why } = detailsIn(fields.get('details') ?? '');
	const since = Number(fields.get('since') || Number.NaN);
	const held = Number.isFinite(now - since) ? Math.max(0, now - since) * 1000 : 0;
	const named = { name: line(name), who: line(who) || 'somebody', held };
	return why === undefined ? named : { ...named, why: line(why) };
}

/** The fields of each lock in what the script printed. */
function blocksIn(text: string): readonly ReadonlyMap<string, string>[] {
	return text
		.split(/^(?=lock=)/m)
		.slice(1)
		.map((block) => {
			const rows = block.split('\n').flatMap((row): [string, string][] => {
				const at = row.indexOf('=');
				return at < 0 ? [] : [[row.slice(0, at), row.slice(at + 1)]];
			});
			return new Map(rows);
		});
}

/** Whether a lock of this name is one of the app that stands before a dash in `beside`: `shop` or `shop-eu` for `shop-db`. */
function isOfApp(lock: string, beside: string): boolean {
	const parts = beside.split('-');
	return parts.some((_, end) => {
		const app = parts.slice(0, end).join('-');
		return end > 0 && (lock === app || lock.startsWith(`${app}-`));
	});
}

/** Whether a lock of another program is the one that is meant. */
export function isMeant(lock: string, { name, exact }: Pick<ForeignName, 'name' | 'exact'>): boolean {
	return lock === name || (!exact && isOfApp(lock, name));
}

/** The locks in what the script printed. */
export function foreignLocksIn(text: string): readonly ForeignLock[] {
	const now = Number(/^now=(\d+)$/m.exec(text)?.[1] ?? Number.NaN);
	return blocksIn(text).flatMap((fields) => lockOf(fields, now) ?? []);
}

/** The lock that is meant, by what the script printed; undefined: there is none. */
export function foreignLockIn(text: string, named: Pick<ForeignName, 'name' | 'exact'>): ForeignLock | undefined {
	return foreignLocksIn(text).find((lock) => isMeant(lock.name, named));
}
