"""The servers that other tests stand on."""

import psycopg
import pytest
import redis

pytestmark = [pytest.mark.postgres, pytest.mark.redis]


def test_each_database_is_empty_and_separate(new_postgres_database):
    first, second = new_postgres_database(), new_postgres_database()
    with psycopg.connect(first) as connection:
        connection.execute("CREATE TABLE a (id int)")
    with psycopg.connect(second) as connection:
        assert connection.execute("SELECT count(*) FROM pg_tables WHERE tablename = 'a'").fetchone() == (0,)


def test_redis_answers(redis_server):
    with redis.Redis.from_url(redis_server) as client:
        client.set("kelim-test", "1", ex=5)
        assert client.get("kelim-test") == b"1"
