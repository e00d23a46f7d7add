def test_board(client_for, rep, deal):
    r = client_for(rep).get("/deals/")
    assert r.status_code == 200


def test_list(client_for, rep, deal):
    r = client_for(rep).get("/deals/table/")
    assert r.status_code == 200
