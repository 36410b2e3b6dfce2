// Reaches the host `box` of an ssh config by the system's ssh, says so, and goes on until it is ended.
import { outsideOf } from './outside.ts';

const [configFile = ''] = process.argv.slice(2);
const outside = outsideOf({ name: 'box', reach: { ssh: 'box' }, transport: 'openssh' }, { ssh: { configFile } });
const answer = await outside.run('true');
console.log(answer.ok ? 'reached' : answer.failure.message);
setInterval(() => undefined, 60_000);
