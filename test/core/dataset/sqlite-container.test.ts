// A database that the host reaches only through a throwaway container: its file is not replaced under who may have it open.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { describeTools } from '../../lab/tools.ts';
import { ordersOf } from '../../support/dataset-order.ts';
import { posixShells } from '../../support/stand-ins.ts';

/** An engine whose containers have the files of this machine: `runs` has NAME WRITABLE MOUNT of those that run; `app` has `live` mounted. */
const engine = (folder: string): string => `cd '${folder}' || exit
case $1 in
ps) [ -e runs ] || { echo 'permission denied while trying to connect to the docker API' >&2; exit 1; }; cut -d ' ' -f 1 runs ;;
run)
	until [ "$1" = -- ]; do shift; done
	shift 2
	cd / && exec sh "$@"
	;;
inspect)
	for name; do :; done
	case $3 in
	*'$name'*) awk -v "name=$name" '$1 == name { print "/" $1 "\\t" $2 "\\t" $3 }' runs ;;
	*.Mounts*) printf '%s\\t%s\\n' '${folder}/live' '${folder}/link' ;;
	*) echo an-image ;;
	esac
	;;
esac`;

test.each(['sweep', 'abandon'])('a restore test that was cut leaves no copy of the data on the host: %s', (verb) => {
	// Whose container is only looked at, where the host's own sqlite3 reaches the file.
	const orders = ordersOf('sqlite', '/usr/bin/dash', () => ({
		container: 'app',
		path: '/data/shop.db',
		as: 'app',
		name: 'a.db',
	}));
	onTestFinished(orders.remove);
	const left = join(orders.folder, 'watchdeck-apart-1a2b3c4d');
	mkdirSync(left);
	writeFileSync(join(left, 'apart.db'), 'all of it');
	expect(orders.give(verb, { was: 'verify', where: 'apart' }).code).toBe(0);
	expect(readdirSync(orders.folder)).not.toContain('watchdeck-apart-1a2b3c4d');
});

describeTools('SQLite behind a throwaway container', ['sqlite3'], () => {
	test.each(posixShells)('in %s: it is replaced only while no container runs that may write to it', (_name, shell) => {
		const orders = ordersOf('sqlite', shell, (folder) => ({
			...{ container: 'app', path: join(folder, 'live/shop.db'), name: 'shop-1.db.gz' },
		}));
		onTestFinished(orders.remove);
		const live = join(orders.folder, 'live');
		mkdirSync(live);
		// The host follows no link into what is a container's.
		symlinkSync('live', join(orders.folder, 'link'));
		orders.put('docker', engine(orders.folder));
		const run = (...lines: readonly string[]) =>
			writeFileSync(join(orders.folder, 'runs'), lines.map((line) => `${line}\n`).join(''));
		const sql = (text: string) =>
			execFileSync('sqlite3', [join(live, 'shop.db')], { input: text, encoding: 'utf8' }).trim();
		const fine = (verb: string) => {
			const ended = orders.give(verb);
			expect(ended, `${verb}: ${ended.err}`).toMatchObject({ code: 0 });
		};
		const [there, link] = [live, join(orders.folder, 'link')];
		const refused = (verb: string, why: string) => {
			const rows = sql('select count(*) from orders');
			expect(orders.give(verb)).toMatchObject({ code: 1, err: expect.stringContaining(why) });
			expect(sql('select count(*) from orders')).toBe(rows);
		};
		sql('create table orders (id); insert into orders values (1)');
		run(`app true ${link}`, 'agent true /', `reader false ${link}`);
		for (const verb of ['dump', 'keep']) fine(verb);
		sql('insert into orders values (2)');
		fine('beside');
		refused('swap', 'app still');
		run(`worker true ${there}`);
		refused('swap', 'worker still');
		run('agent true /', `reader false ${link}`, `neighbour true ${live}-2`, `below true ${join(live, 'sub')}`);
		fine('swap');
		expect(sql('select count(*) from orders')).toBe('1');
		run(`app true ${link}`);
		refused('unswap', 'app still');
		execFileSync('rm', [join(orders.folder, 'runs')]);
		refused('unswap', 'docker does not say which containers run');
		run();
		fine('unswap');
		expect(sql('select count(*) from orders')).toBe('2');
		fine('drop');
		expect(readdirSync(live)).toEqual(['shop.db']);
	});
});
