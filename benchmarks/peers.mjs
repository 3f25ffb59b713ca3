// The peers from npm, for peers.py: `node peers.mjs PEER ROUNDS ARTICLES` writes what one peer costs in this process as one line of JSON.

import { closeSync, openSync, readFileSync, readSync } from "node:fs";
import process from "node:process";
import { StringDecoder } from "node:string_decoder";

const NAMESPACE = "https://strides.example/ns";

// Each gives back a function for each format, from the channel and its articles to text.
const PEERS = {
  async feed() {
    const { Feed } = await import("feed");
    const filled = (channel, articles) => {
      const feed = new Feed({ id: channel.id, title: channel.title, link: channel.url, description: channel.subtitle, language: channel.language });
      for (const article of articles) {
        const [file] = article.attachments;
        feed.addItem({
          id: article.id,
          link: article.url,
          title: article.title,
          description: article.summary,
          content: article.content,
          published: article.moment,
          date: article.moment,
          author: article.authors.map((name) => ({ name })),
          category: article.categories.map((name) => ({ name, term: name })),
          enclosure: { url: file.url, type: file.type, length: file.length },
        });
      }
      return feed;
    };
    let made;
    return {
      // The first format makes what does for all.
      rss: (channel, articles) => (made = filled(channel, articles)).rss2(),
      atom: () => made.atom1(),
      json: () => made.json1(),
    };
  },

  async feedsmith(more = () => ({})) {
    const { generateAtomFeed, generateJsonFeed, generateRssFeed } = await import("feedsmith");
    return {
      rss: (channel, articles) =>
        generateRssFeed({
          title: channel.title,
          link: channel.url,
          description: channel.subtitle,
          language: channel.language,
          items: articles.map((article, number) => ({
            title: article.title,
            link: article.url,
            description: article.summary,
            categories: article.categories.map((name) => ({ name })),
            enclosures: article.attachments,
            guid: { value: article.id, isPermaLink: false },
            pubDate: article.moment,
            dc: { creators: [article.authors.join(", ")] },
            content: { encoded: article.content },
            atom: { links: article.related.map(({ url, title }) => ({ href: url, rel: "related", title })) },
            ...more(number),
          })),
        }),
      atom: (channel, articles) =>
        generateAtomFeed({
          id: channel.id,
          title: { value: channel.title },
          subtitle: { value: channel.subtitle },
          updated: articles.at(-1).moment,
          links: [{ href: channel.url, rel: "alternate", type: "text/html" }],
          entries: articles.map((article, number) => ({
            id: article.id,
            title: { value: article.title },
            published: article.moment,
            updated: article.moment,
            authors: article.authors.map((name) => ({ name })),
            categories: article.categories.map((term) => ({ term, label: term })),
            summary: { value: article.summary },
            content: { value: article.content, type: "html" },
            links: [
              { href: article.url, rel: "alternate", type: "text/html" },
              ...article.attachments.map(({ url, type, length }) => ({ href: url, rel: "enclosure", type, length })),
              ...article.related.map(({ url, title }) => ({ href: url, rel: "related", title })),
            ],
            ...more(number),
          })),
        }),
      json: (channel, articles) =>
        JSON.stringify(
          generateJsonFeed({
            title: channel.title,
            home_page_url: channel.url,
            description: channel.subtitle,
            language: channel.language,
            items: articles.map((article) => ({
              id: article.id,
              url: article.url,
              title: article.title,
              content_html: article.content,
              summary: article.summary,
              date_published: article.moment,
              authors: article.authors.map((name) => ({ name })),
              tags: article.categories,
              attachments: article.attachments.map(({ url, type, length }) => ({ url, mime_type: type, size_in_bytes: length })),
              _stridesfeed: { about: NAMESPACE, related: article.related },
            })),
          }),
          null,
          2,
        ),
    };
  },

  async "feedsmith (npm), with extensions"() {
    const { rss, atom } = await PEERS.feedsmith((number) => ({
      itunes: { season: 1, episode: number + 1 },
      geo: { lat: 52.5, long: 13.4 },
      slash: { comments: number + 1 },
      thr: { total: number + 1 },
    }));
    return { rss, atom };
  },
};

// The lines of a file: as one string, 100,000 articles are longer than a string may be.
function* lines(path) {
  const file = openSync(path, "r");
  const block = Buffer.alloc(1 << 20);
  const decoder = new StringDecoder("utf8");
  let rest = "";
  for (let length; (length = readSync(file, block, 0, block.length, null)) > 0; ) {
    const parts = (rest + decoder.write(block.subarray(0, length))).split("\n");
    rest = parts.pop();
    yield* parts;
  }
  closeSync(file);
}

// In bytes. Where Linux says it, the peak of this program alone: what is inherited from who started it does not count.
function memory(field) {
  try {
    const found = readFileSync("/proc/self/status", "utf8").match(new RegExp(`^${field}:\\s+(\\d+)`, "m"));
    return Number(found[1]) * 1024;
  } catch {
    return field === "VmHWM" ? process.resourceUsage().maxRSS * 1024 : process.memoryUsage().rss;
  }
}

const [name, rounds, path] = process.argv.slice(2);
const formats = await PEERS[name]();
const [channel, ...articles] = [...lines(path)].map((line) => JSON.parse(line));
for (const article of articles) article.moment = new Date(article.published);
const before = memory("VmRSS");
const seconds = Object.fromEntries(Object.keys(formats).map((format) => [format, []]));
const sizes = {};
for (let round = 0; round < Number(rounds); round++) {
  for (const [format, write] of Object.entries(formats)) {
    const start = process.hrtime.bigint();
    const document = Buffer.from(write(channel, articles), "utf8");
    seconds[format].push(Number(process.hrtime.bigint() - start) / 1e9);
    sizes[format] = document.length;
  }
}
const written = Object.values(sizes).reduce((sum, size) => sum + size, 0);
console.log(JSON.stringify({ seconds, before, peak: memory("VmHWM"), written }));
