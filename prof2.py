import sys; sys.argv=["x","30000"]
exec(open("/tmp/searchdev/perf.py").read().split('if __name__')[0])
c=connection.cursor()
def T(label,sql):
    t=time.process_time(); c.execute(sql); r=c.fetchall() if c.description else []; print(f"{label}: {1000*(time.process_time()-t):.1f} ms {len(r)}")
    return r
m="WHERE search_fulltext MATCH '\"flow\"' AND NOT d.deleted AND d.audience IN (SELECT names FROM search_searchaudience WHERE principal IN ('public'))"
for kind,expr in (("text",'d."group"'),("int",'(CAST(substr(d."group",3) AS INTEGER)*7919791 % 1000000007)')):
    c.execute("DROP TABLE IF EXISTS temp.h"); c.execute("CREATE TEMP TABLE h (document_id INTEGER PRIMARY KEY, grp, missed INTEGER, rank REAL)")
    T(kind+" insert", f"INSERT INTO h SELECT d.id, {expr}, 0, bm25(search_fulltext,2.0,2.0,1.0,1.0) FROM search_fulltext JOIN search_searchdocument d ON d.id=search_fulltext.rowid {m}")
    a=T(kind+" count", "SELECT f.field,f.value,count(DISTINCT h.grp) FROM h JOIN search_searchfacet f ON f.document_id=h.document_id WHERE f.field IN ('kind','topic','technology','jurisdiction','year') AND (h.missed=0) GROUP BY f.field,f.value")
    b=T(kind+" count no order", "SELECT field,value,count(*) FROM (SELECT DISTINCT f.field,f.value,h.grp FROM h JOIN search_searchfacet f ON f.document_id=h.document_id WHERE f.field IN ('kind','topic','technology','jurisdiction','year') AND (h.missed=0)) GROUP BY field,value")
    assert sorted(a)==sorted(b)
    T(kind+" join only", "SELECT count(*) FROM h JOIN search_searchfacet f ON f.document_id=h.document_id WHERE f.field IN ('kind','topic','technology','jurisdiction','year')")
    T(kind+" page", "SELECT document_id, min(rank) AS best FROM h WHERE missed=0 GROUP BY grp ORDER BY best, document_id LIMIT 20")
    T(kind+" total", "SELECT count(DISTINCT grp) FROM h WHERE missed=0")
T("match only","SELECT count(*) FROM search_fulltext WHERE search_fulltext MATCH '\"flow\"'")
T("match bm25","SELECT max(bm25(search_fulltext,2.0,2.0,1.0,1.0)) FROM search_fulltext WHERE search_fulltext MATCH '\"flow\"'")
