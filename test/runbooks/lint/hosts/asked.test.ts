import { describe, expect, test } from 'vitest';
import type { Question } from '../../../../src/core/lint/hosts/model.ts';
import { askedOf } from '../../../../src/runbooks/lint/hosts/asked.ts';
import type { Where } from '../../../../src/runbooks/lint/hosts/where.ts';
import { lint } from '../../../../src/runbooks/lint/lint.ts';
import { shipped } from '../against.ts';

const against = shipped();
const where: Where = {
	hosts: [
		{ name: 'vps1', reach: { ssh: 'deployer@vps1.example.net' } },
		{ name: 'vps2', reach: { ssh: 'vps2' } },
	],
	services: [
		{ id: 'production/web', host: 'vps1' },
		{ id: 'production/api', host: 'vps2' },
		{ id: 'staging/web', host: 'vps2' },
	],
	usual: ['vps1'],
};

const short = (question: Question): string => {
	if (question.is === 'program') return `${question.root ? 'root' : 'program'} ${question.name}`;
	if (question.is === 'engine') return `${question.of.join('|')} ${question.name}`;
	return question.is === 'subcommand' ? question.ask.join(' ') : `${question.is} ${question.name}`;
};
const askedIn = (text: string, more: Partial<Where> = {}) => {
	const { source } = lint(text, 'x', against);
	return askedOf(source, against.rules, { ...where, ...more });
};
const block = (code: string, info = 'sh'): string => `# A\n\n\`\`\`${info}\n${code}\n\`\`\`\n`;
/** What is asked about some commands, on vps1 unless it is said where. */
const asked = (code: string, info = 'sh') =>
	askedIn(block(code, info)).asked.map(
		({ host, question }) => `${host === 'vps1' ? '' : `${host}: `}${short(question)}`,
	);

describe('of a command', () => {
	test.each<[string, readonly string[]]>([
		// Programs
		['jq . /etc/app.json', ['program jq']],
		['sudo ufw status', ['program sudo', 'root ufw']],
		['/usr/local/bin/renew now', ['program /usr/local/bin/renew']],
		['./deploy.sh', ['program sh']],
		['cd app && echo done', ['program sh']],
		['[[ -f x ]] && mapfile -t x <y', ['program sh']],
		['$TOOL up', ['variable TOOL']],
		['{{tool}} up', ['program sh']],
		['f() { true; }\nf', ['program sh']],
		['function deploy { true; }\ndeploy', ['program sh']],
		['alias k=kubectl\nk get pods', ['program sh']],
		['command -v jq || echo none\njq .', ['program sh']],
		['sudo apt-get install -y jq curl\njq .', ['program sudo', 'root apt-get']],
		['timeout 5 xargs -n 1 dig', ['program timeout', 'program xargs', 'program dig']],
		["sh -c 'dig a'", ['program sh', 'program dig']],
		['find / -exec shred {} +', ['program find', 'program shred']],
		// Where it runs
		["ssh vps2 'jq .'", ['program ssh', 'vps2: program jq']],
		["ssh root@vps1.example.net 'jq .'", ['program ssh', 'program jq']],
		["ssh -i /root/key far.example.com 'jq .'", ['program ssh', 'file /root/key']],
		["ssh admin@db.shop.net 'jq .'", ['program ssh', 'name db.shop.net']],
		['docker exec web jq . /etc/x', ['program docker', 'container web']],
		['docker run --rm alpine jq', ['program docker']],
		// Names of the engine
		['docker logs --tail 5 web', ['program docker', 'container web']],
		['docker logs -n all --since 15m web', ['program docker', 'container web']],
		['docker exec -it -u postgres db psql -U shop', ['program docker', 'container db']],
		['docker --context far restart -t 5 web api', ['program docker', 'container web', 'container api']],
		['docker inspect -f "{{.State}}" web', ['program docker', 'container|volume|network|service|image web']],
		['docker inspect --type image web', ['program docker']],
		['docker volume rm data', ['program docker', 'volume data']],
		['docker network inspect shop', ['program docker', 'network shop']],
		['docker service update --force --image a:2 shop_web', ['program docker', 'service shop_web']],
		['docker restart $(docker ps -q)', ['program docker', 'program docker']],
		['docker logs {{container}}', ['program docker']],
		['docker logs <container>', ['program docker']],
		['docker run -d --name probe nginx\ndocker logs probe', ['program docker', 'program docker']],
		// Paths
		['cd /srv/app', ['folder /srv/app']],
		['cat /etc/hosts rel /tmp/x /proc/1/stat', ['program cat', 'file /etc/hosts']],
		['tail -n 5 /var/log/syslog', ['program tail', 'file /var/log/syslog']],
		['grep -A 3 /a/b /etc/x', ['program grep', 'file /etc/x']],
		['grep -e a /etc/x', ['program grep']],
		['wc -l </etc/passwd', ['program wc', 'file /etc/passwd']],
		['. /etc/profile.d/x.sh', ['file /etc/profile.d/x.sh']],
		['psql -f /srv/a.sql shop', ['program psql', 'file /srv/a.sql']],
		['docker compose -f /srv/c.yml ps', ['program docker', 'docker compose version', 'file /srv/c.yml']],
		['cat /var/log/*.log', ['program cat']],
		['cat "$DIR/x"', ['program cat', 'variable DIR']],
		['mkdir -p /srv/new\ncd /srv/new/app', ['program mkdir']],
		['date >/srv/out\ncat /srv/out', ['program date', 'program cat']],
		['pg_dump -f /srv/d.sql shop\npsql -f /srv/d.sql x', ['program pg_dump', 'program psql']],
		// Names
		['curl -fsS https://api.shop.net/health', ['program curl', 'name api.shop.net']],
		['curl -fsS http://u:p@API.shop.net:8080/x', ['program curl', 'name api.shop.net']],
		['curl -H "Origin: https://a.shop.net" http://127.0.0.1/', ['program curl']],
		['curl https://example.com https://a.test http://localhost:3000 http://web:80', ['program curl']],
		['curl "https://$HOST/x"', ['program curl', 'variable HOST']],
		['echo https://a.shop.net', ['program sh']],
		['scp a.txt me@b.shop.net:/srv/', ['program scp', 'name b.shop.net']],
		// Variables
		['echo "$API_KEY" ${TOKEN}', ['variable API_KEY', 'variable TOKEN']],
		["echo '$API_KEY' \\$X", ['program sh']],
		['echo $HOME $1 $? ${X:-y} $$ $RANDOM', ['program sh']],
		['X=1\necho $X', ['program sh']],
		['for f in a b; do echo $f; done', ['program sh']],
		['read -r -p "Sure? " reply\necho $reply', ['program sh']],
		['. ./env\necho $X', ['program sh']],
		["ssh vps2 'echo $X'", ['program ssh', 'vps2: variable X']],
		['ssh vps2 "echo $X"', ['program ssh', 'variable X']],
		["docker exec db sh -c 'echo $X'", ['program docker', 'container db']],
		// Subcommands
		['dokku ps:report shop', ['program dokku', 'dokku ps:help']],
		['dokku logs shop', ['program dokku']],
		['docker compose ps', ['program docker', 'docker compose version']],
		['frobnicate compose', ['program frobnicate']],
	])('%s', (code, questions) => {
		expect(asked(code)).toEqual(questions);
	});

	test('no word of a document makes another command of what a program is asked', () => {
		for (const word of ['a:b;pwned', 'a:$(pwned)', '-x:y', 'a:b c', '--help', 'A:b'])
			expect(asked(`dokku '${word}'`)).toEqual(['program dokku']);
	});
});

describe('a step runs', () => {
	const hosts = (text: string, more: Partial<Where> = {}) => [
		...new Set(askedIn(text, more).asked.map(({ host }) => host)),
	];
	const code = block('jq .');
	test('on the host of its fence, also behind the front matter', () => {
		expect(hosts(block('jq .', 'sh {host=vps2}'))).toEqual(['vps2']);
		expect(hosts(`---\nhost: vps1\n---\n${block('jq .', 'sh {host=vps2}')}`)).toEqual(['vps2']);
	});
	test('here', () => {
		expect(hosts(block('jq .', 'sh {host=here}'))).toEqual(['local']);
	});
	test('on the host of the front matter, else on those that were named, else on those of its services', () => {
		expect(hosts(`---\nhost: vps2\n---\n${code}`)).toEqual(['vps2']);
		expect(hosts(`---\nservices: production/*\n---\n${code}`, { usual: ['here'] })).toEqual(['local']);
		expect(hosts(`---\nservices: production/*\n---\n${code}`, { usual: [] })).toEqual(['vps1', 'vps2']);
		expect(hosts(`---\nservices: staging/web\n---\n${code}`, { usual: [] })).toEqual(['vps2']);
	});
	test('on the only host that there is', () => {
		expect(hosts(code, { usual: [], hosts: where.hosts.slice(0, 1) })).toEqual(['vps1']);
	});
	test('nobody knows where: that is told at its fence', () => {
		const { asked: none, findings } = askedIn(code, { usual: [] });
		expect([none, findings]).toMatchObject([[], [{ line: 3, rule: 'where-unknown', level: 'note' }]]);
	});
	test('on a host that the config does not have: that is told, with the one that may be meant', () => {
		const { asked: none, findings } = askedIn(block('jq .', 'sh {host=vps3}'));
		expect([none, findings]).toMatchObject([
			[],
			[{ line: 3, rule: 'no-such-host', level: 'error', says: expect.stringContaining('perhaps vps1 is meant') }],
		]);
	});
	test('in its folder', () => {
		expect(asked('ls', 'sh {cwd=/srv/app}')).toEqual(['folder /srv/app', 'program ls']);
	});
});

test('a value that is usual stands for itself, and the lines stay those of the document', () => {
	const text = `---\nvariables:\n  container: web\n  folder: 'a b'\n---\n${block('cd "/{{folder}}"\ndocker logs {{container}}')}`;
	expect(askedIn(text).asked).toContainEqual({
		...{ host: 'vps1', line: 10 },
		question: { is: 'engine', of: ['container'], name: 'web' },
	});
});

test('nothing is asked about prose, other code, or a line that may be no command; a host is asked all the same where something runs', () => {
	const { asked: none } = askedIn(
		'Run `jq . /etc/x`.\n\n```yaml\nrun: jq .\n```\n\n```sh\n0 3 * * * /usr/bin/nightly\n```\n',
	);
	expect(none.map(({ line, question }) => `${line} ${short(question)}`)).toEqual(['7 program sh']);
});
